"""Tables that OCR has flattened into lines."""

from viextract.parse.tables.flattened.confidence import evidence, probability
from viextract.parse.tables.flattened.search import find_flattened
from viextract.parse.tables.flattened.words import with_signs

__all__ = ["evidence", "find_flattened", "probability", "with_signs"]
