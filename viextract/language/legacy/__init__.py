"""Text in encodings from before Unicode: told by its letters and converted."""

from viextract.language.legacy.codepages import convert
from viextract.language.legacy.encodings import Encoding, decode_bytes, detect, to_unicode
from viextract.language.legacy.fonts import old_font, shows_capitals

__all__ = ["Encoding", "convert", "decode_bytes", "detect", "old_font", "shows_capitals", "to_unicode"]
