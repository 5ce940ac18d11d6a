"""Pictures in Word files: those that hold text are read, each as a page of its own between what is typed around it."""

from __future__ import annotations

import copy
from collections.abc import Sequence

import cv2
import numpy as np

from viextract.errors import (
    DamagedFileError,
    EncryptedFileError,
    EngineFailedError,
    EngineMissingError,
    TimedOutError,
    TooLargeError,
)
from viextract.model.document import Page
from viextract.model.warning_codes import WarningCode
from viextract.options import Options
from viextract.read.files.docx import WordPicture
from viextract.read.files.image import ImageFile
from viextract.read.ocr.letter_boxes import COVERAGE_DPI, letter_boxes
from viextract.read.ocr.preprocess import to_grey
from viextract.read.pages.pictures import LEAST_LETTERS, MANY_LETTERS, is_text
from viextract.read.pages.reading import read_picture
from viextract.read.pages.text_layer import Verdict
from viextract.read.pages.time_left import TimeLeft

_PICTURE = Verdict("none", 0.0, ("a picture has no text layer",))
_NOT_READ = (DamagedFileError, EncryptedFileError, EngineFailedError, EngineMissingError, TimedOutError, TooLargeError)


def with_pictures(page: Page, pictures: Sequence[WordPicture], options: Options, name: str) -> list[Page]:
    """The typed page of a Word file, parted where pictures of text stand, and these as pages.

    A picture that cannot be read costs a warning; one that shows no letters costs nothing. One that the file shows in
    many places is unpacked and read once, and all of them have the time of one file.
    """
    read: list[tuple[WordPicture, Page]] = []
    unread: list[str] = []
    seen: dict[str, Page | str] = {}
    time_left = TimeLeft(name, options.limits.file_seconds)
    for number, picture in enumerate(pictures, 1):
        known = seen.get(picture.entry) if picture.entry else None
        if known is not None:
            if isinstance(known, Page):
                read.append((picture, copy.deepcopy(known)))
            continue
        try:
            found = _read(picture, number, time_left.within(options), name)
        except _NOT_READ as error:
            found = str(error)
        seen[picture.entry] = found
        if isinstance(found, Page):
            read.append((picture, found))
        elif found:
            unread.append(found)
    if unread:
        message = f"{len(unread)} pictures in a Word file were not read and may hold text: {unread[0]}"
        page.warnings.append((WarningCode.PICTURE_NOT_READ, message))
    return _parted(page, read) if read else [page]


def _read(picture: WordPicture, number: int, options: Options, name: str) -> Page | str:
    """The picture as a page; why it was not read, or nothing where it shows no text."""
    if not picture.entry:
        return "the file does not hold them"
    image, dpi = ImageFile(picture.unpack(picture.entry), f"picture {number} of {name}", options.limits).frame(0)
    factor = min(COVERAGE_DPI / dpi, 1.0)
    small = cv2.resize(to_grey(image), None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    letters = len(letter_boxes(np.asarray(small, np.uint8), factor * dpi))
    if letters < LEAST_LETTERS:
        return ""
    if options.ocr == "never":
        return "OCR is off"
    reading = read_picture(image, dpi, number, options)
    if is_text(reading):
        return reading.page(_PICTURE, debug_images=options.debug_images)
    return "they gave no text that could be trusted" if letters >= MANY_LETTERS else ""


def _parted(page: Page, read: Sequence[tuple[WordPicture, Page]]) -> list[Page]:
    pages: list[Page] = []
    lines = grids = 0
    for picture, found in read:
        _add_typed(pages, page, (lines, picture.after_lines), (grids, picture.after_grids))
        pages.append(found)
        lines, grids = picture.after_lines, picture.after_grids
    _add_typed(pages, page, (lines, len(page.lines)), (grids, len(page.grids)))
    for number, one in enumerate(pages, 1):
        _number(one, number)
    # What is said of the whole file is said once.
    pages[0].warnings = [*page.warnings, *pages[0].warnings]
    return pages


def _add_typed(pages: list[Page], page: Page, lines: tuple[int, int], grids: tuple[int, int]) -> None:
    """A page of the lines and tables between two pictures, where there are any."""
    part = Page(0, 0, 0, page.source, page.lines[slice(*lines)], page.grids[slice(*grids)])
    for number, line in enumerate(part.lines, 1):
        line.number = number
    for grid in part.grids:
        grid.after_line -= lines[0]
    if part.lines or part.grids:
        pages.append(part)


def _number(page: Page, number: int) -> None:
    page.number = number
    page.source = page.source.model_copy(update={"number": number})
    for line in page.lines:
        line.page = number
    for grid in page.grids:
        grid.page = number
        for cell in grid.cells:
            cell.page = number
