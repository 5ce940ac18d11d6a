"""The parts of a DOCX file (ECMA-376, Open Packaging Conventions), unpacked under a limit."""

from __future__ import annotations

import io
import posixpath
import xml.etree.ElementTree as ET
import zipfile

from viextract.errors import DamagedFileError, EncryptedFileError, TooLargeError
from viextract.options import Limits
from viextract.read.files.formats import ZIP_ERRORS

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
"""The namespace of WordprocessingML, as ElementTree writes it before a tag."""
_STRICT_W = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_DEEPEST = 200
"""Elements inside one another."""


class Package:
    """The XML parts of a DOCX file.

    Raises DamagedFileError, EncryptedFileError, or TooLargeError where the content unpacks to more than the limit.
    """

    def __init__(self, data: bytes, name: str, limits: Limits) -> None:
        self._name = name
        self._left = limits.max_unpacked_bytes
        self._limit = limits.max_unpacked_bytes
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            self._names = set(self._archive.namelist())
        except ZIP_ERRORS as error:
            raise DamagedFileError(f"{name} is a damaged DOCX: {error}") from error

    def body(self) -> ET.Element:
        """The body of the main document."""
        body = self.part(self._main_part()).find(W + "body")
        if body is None:
            raise DamagedFileError(f"{self._name} is a DOCX without a document body")
        if _is_too_deep(body):
            raise DamagedFileError(f"{self._name} is a DOCX whose content is nested deeper than any program writes it")
        return body

    def _main_part(self) -> str:
        for entry in ("word/document.xml", *sorted(self._names)):
            if entry in self._names and entry.startswith("word/document") and entry.endswith(".xml"):
                return entry
        raise DamagedFileError(f"{self._name} is a DOCX without word/document.xml")

    def part(self, entry: str) -> ET.Element:
        """The root of one part."""
        data = self._read(entry)
        # In UTF-16, which the standard allows, every other byte is zero.
        if b"<!DOCTYPE" in (data.replace(b"\0", b"") if b"\0" in data[:4] else data):
            # The standard forbids it; entities declared there can unpack to gigabytes.
            raise DamagedFileError(f"{self._name} is no valid DOCX: {entry} declares a document type")
        try:
            return ET.fromstring(data.replace(_STRICT_W.encode(), W[1:-1].encode()))
        except (ET.ParseError, ValueError, LookupError) as error:
            raise DamagedFileError(f"{self._name} is a damaged DOCX: {entry}: {error}") from error

    def optional_part(self, entry: str) -> ET.Element | None:
        """The root of one part, None where the file has none of that name."""
        return self.part(entry) if entry in self._names else None

    def parts(self, prefix: str) -> list[ET.Element]:
        """The roots of all parts whose name begins so, in order of their names."""
        return [
            self.part(entry) for entry in sorted(self._names) if entry.startswith(prefix) and entry.endswith(".xml")
        ]

    def pictures(self) -> dict[str, str]:
        """The entries of the pictures that the main document shows, by the ids of their relationships."""
        folder, _, name = self._main_part().rpartition("/")
        root = self.optional_part(f"{folder}/_rels/{name}.rels")
        found = {}
        for relation in root if root is not None else ():
            target = relation.get("Target", "")
            entry = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
            if relation.get("Type", "").endswith("/image") and entry in self._names:
                found[relation.get("Id", "")] = entry
        return found

    def read(self, entry: str) -> bytes:
        """The bytes of an entry, unpacked."""
        return self._read(entry)

    def _read(self, entry: str) -> bytes:
        try:
            info = self._archive.getinfo(entry)
            if info.flag_bits & 0x1:
                raise EncryptedFileError(
                    f"{self._name} is protected by a password", advice="Remove the password and try again."
                )
            with self._archive.open(info) as stream:
                data = stream.read(self._left + 1)
        except ZIP_ERRORS as error:
            raise DamagedFileError(f"{self._name} is a damaged DOCX: {entry}: {error}") from error
        if len(data) > self._left:
            raise TooLargeError(f"{self._name} unpacks to more than {self._limit:,} bytes")
        self._left -= len(data)
        return data


def _is_too_deep(body: ET.Element) -> bool:
    level = [body]
    for _ in range(_DEEPEST):
        level = [child for element in level for child in element]
        if not level:
            return False
    return True
