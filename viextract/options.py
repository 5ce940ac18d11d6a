"""What a caller can choose: one immutable value that travels through the whole pipeline."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    ValidationError,
    field_validator,
    model_validator,
)

from viextract.errors import InvalidOptionError

OcrMode = Literal["auto", "never", "always"]
Profile = Literal["auto", "clean", "wrong-language-ocr", "vietnamese-ocr", "stripped", "mixed"]

_PAGE_RANGE = re.compile(r"([0-9]{1,5})(?:\s*-\s*([0-9]{1,5}))?")


def processes(jobs: int) -> int:
    """How many processes ``jobs`` asks for: 0 is one for each core."""
    return jobs or os.cpu_count() or 1


class _Settings(BaseModel):
    # Defaults are given by name, Field(default=...): type checkers that know dataclasses see them only so.
    model_config = ConfigDict(frozen=True, extra="forbid")

    @model_validator(mode="wrap")
    @classmethod
    def _raise_our_own_error(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        # Callers catch one root class; that pydantic checks the values is no concern of theirs.
        try:
            return handler(data)
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(str(part) for part in first["loc"])
            reason = first["msg"].removeprefix("Value error, ")
            raise InvalidOptionError(f"{field} = {first['input']!r}: {reason[:1].lower()}{reason[1:]}") from error


class Limits(_Settings):
    """Guards against files that would exhaust the machine; all are on by default."""

    max_bytes: int = Field(default=512 * 2**20, gt=0, description="size of the input file, bytes")
    max_pages: int = Field(default=2000, gt=0, description="pages that are processed")
    max_megapixels: float = Field(default=150.0, gt=0, description="size of one page image, megapixels")
    max_unpacked_bytes: int = Field(
        default=2 * 2**30, gt=0, description="size of an archive's (DOCX) content once unpacked, bytes"
    )
    max_members: int = Field(default=10_000, gt=0, description="files in one ZIP archive or mailbox of a batch")
    max_ratio: float = Field(
        default=200.0, gt=1, description="size of a batch's ZIP archive once unpacked, as a multiple of its own size"
    )
    max_nesting: int = Field(default=3, gt=0, description="ZIP archives and e-mails inside one another in a batch")
    page_seconds: float = Field(default=120.0, gt=0, description="time for reading one page, seconds")
    file_seconds: float = Field(default=3600.0, gt=0, description="time for one file, seconds")
    max_memory_bytes: int = Field(
        default=8 * 2**30, gt=0, description="address space of a worker of a batch and of what it starts, bytes"
    )

    def shown(self) -> list[tuple[str, str, str]]:
        """Each limit for people: its name, its value, what it is of.

        >>> Limits().shown()[0]
        ('max_bytes', '512 MiB', 'size of the input file')
        """
        rows = []
        for name, field in type(self).model_fields.items():
            value, meaning = getattr(self, name), field.description or ""
            if meaning.endswith(", bytes"):
                rows.append((name, f"{value / 2**20:,g} MiB", meaning.removesuffix(", bytes")))
            else:
                rows.append((name, f"{value:,g}", meaning))
        return rows


class Options(_Settings):
    """Options of :func:`viextract.extract` and :func:`viextract.read_text`.

    A value that makes no sense raises InvalidOptionError.
    """

    ocr: OcrMode = Field(
        default="auto", description="auto: read a page's image where its text layer is no good; never; always"
    )
    engine: str = Field(
        default="tesseract", description="name of the OCR engine (entry point group viextract.ocr_engines)"
    )
    second_engine: str | None = Field(
        default=None, description="a second engine whose reading is combined with the first"
    )
    language: str = Field(default="vie", description="language data of the OCR engine")
    pages: tuple[int, ...] | None = Field(default=None, description="pages to read, from 1; None: all")
    layer_threshold: float = Field(
        default=0.80, ge=0, le=1, description="a text layer of at least this quality is trusted without OCR"
    )
    recover: bool = Field(default=True, description="restore damaged text; False leaves it as read")
    profile: Profile = Field(default="auto", description="the kind of damage; auto: estimated from the document")
    min_confidence: float = Field(default=0.0, ge=0, le=1, description="a change less sure than this is not made")
    words: tuple[str, ...] = Field(
        default=(), description="the caller's own words (names of people, hamlets, companies), kept and preferred"
    )
    jobs: int = Field(default=1, ge=0, description="processes for reading pages; 0: one per core")
    cache: bool = Field(default=True, description="keep OCR results on disk for the next run")
    corrections: Path | None = Field(
        default=None, description="a person's corrections: a file, or a folder of them; None: those beside the document"
    )
    replay: bool = Field(default=True, description="make a person's corrections again; False leaves them alone")
    debug_images: Path | None = Field(default=None, description="folder for pictures of what each step saw")
    limits: Limits = Field(default_factory=lambda: Limits())

    @field_validator("pages")
    @classmethod
    def _pages_from_one(cls, value: tuple[int, ...] | None) -> tuple[int, ...] | None:
        if value is not None and (not value or min(value) < 1):
            raise ValueError("pages count from 1")
        return value


def parse_pages(text: str) -> tuple[int, ...]:
    """Page numbers of a range such as ``1-3,7``, sorted and without repeats.

    >>> parse_pages("1-3,7")
    (1, 2, 3, 7)

    Raises InvalidOptionError where the text is no such range.
    """
    pages: set[int] = set()
    for part in text.split(","):
        match = _PAGE_RANGE.fullmatch(part.strip())
        low, high = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
        if not 1 <= low <= high:
            raise InvalidOptionError(
                f"{text!r} is not a range of pages", advice="Pages count from 1: write it like 1-3,7."
            )
        pages.update(range(low, high + 1))
    return tuple(sorted(pages))


def load_words(source: str | Path | Iterable[str]) -> tuple[str, ...]:
    """The caller's own words, one a line, from a UTF-8 file (a path as a string, too) or any iterable.

    Blank lines and lines that start with ``#`` are skipped. Raises InvalidOptionError where the file cannot be read.
    """
    if isinstance(source, str | Path):
        try:
            lines: Iterable[str] = Path(source).read_text("utf-8").splitlines()
        except (OSError, ValueError) as error:
            raise InvalidOptionError(
                f"the word list {source} cannot be read: {error}", advice="Give a UTF-8 text file, a word a line."
            ) from error
    else:
        lines = list(source)
        if not all(isinstance(line, str) for line in lines):
            raise InvalidOptionError("a word list holds something that is no text", advice="Give the words as strings.")
    return tuple(word for line in lines if (word := line.strip()) and not word.startswith("#"))
