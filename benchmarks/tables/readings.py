"""The words of flattened tables with the column that each is of: what the search for columns is fitted on.

For text as it was printed they follow from the layout; for damaged text from where the engine found each word.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import generate
from generate import Case, Printed, Sheet
from reportlab.pdfbase import pdfmetrics

from viextract.parse.tables.flattened.decoder import Cut
from viextract.parse.tables.flattened.words import Token

NEAR = 9.0
"""Points by which a word may be read above or below the line that it was printed on."""


class ReadWord(NamedTuple):
    """A word as it was read: its column (-1 for none), whether its line is a cell's first, what was printed there."""

    text: str
    column: int
    begins: bool
    true: str


Lines = list[list[ReadWord]]


def clean_lines(sheets: Sequence[Sheet]) -> Lines:
    """The words of ``generate.flattened_text``, line by line."""
    found: Lines = []
    for sheet in sheets:
        rows: list[list[Printed]] = []
        for line in sorted(sheet.lines, key=lambda line: (line.y, line.x)):
            if rows and line.y - rows[-1][0].y < generate.LEADING * 0.45:
                rows[-1].append(line)
            else:
                rows.append([line])
        for row in rows:
            ordered = sorted(row, key=lambda line: line.x)
            found.append([ReadWord(w, p.column, p.begins, w) for p in ordered for w in p.text.split()])
        found.append([])
    return found


def damaged_lines(case: Case, index: int, cache: Path | None = None, dpi: int = 200) -> Lines:
    """The words of ``generate.damaged_text`` for this seed, line by line; kept in a folder where one is given."""
    file = cache / f"{index}.json" if cache is not None else None
    if file is not None and file.exists():
        return [[ReadWord(*word) for word in line] for line in json.loads(file.read_text("utf-8"))]
    sheets, size = generate.lay_out(case)
    words = [word for page in zip(sheets, _boxes(sheets, size, index, dpi), strict=True) for word in _owned(*page)]
    found: Lines = []
    at = 0
    for line in generate.damaged_text(sheets, size, index, dpi).split("\n"):
        found.append([])
        for text in line.split():
            known = at < len(words) and words[at].text == text
            found[-1].append(words[at] if known else ReadWord(text, -1, False, ""))
            at += known
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(found, ensure_ascii=False), "utf-8")
    return found


Read = tuple[str, float, float, float]
"""A word, its left and right side and the middle of its height, in points."""


def _boxes(sheets: Sequence[Sheet], size: tuple[float, float], seed: int, dpi: int) -> list[list[Read]]:
    import pytesseract

    pages = []
    for picture in generate.damaged_pages(sheets, size, seed, dpi):
        data = pytesseract.image_to_data(
            picture, lang="eng", config=f"--psm 6 --oem 1 --dpi {dpi}", output_type=pytesseract.Output.DICT
        )
        places = zip(data["text"], data["left"], data["width"], data["top"], data["height"], strict=True)
        points = 72 / dpi
        pages.append(
            [
                (text.strip(), x * points, (x + w) * points, (y + h / 2) * points)
                for text, x, w, y, h in places
                if text.strip()
            ]
        )
    return pages


def _owned(sheet: Sheet, boxes: Sequence[Read]) -> list[ReadWord]:
    """Each word with the printed line that it lies on."""
    printed = [(line, _extents(line)) for line in sheet.lines]
    found = []
    for text, left, right, height in boxes:
        near = [
            (abs(line.y - 4 - height), k)
            for k, (line, words) in enumerate(printed)
            if words and min(right, words[-1][1] + 2) - max(left, words[0][0] - 2) > 0.4 * (right - left)
        ]
        distance, k = min(near, default=(NEAR, -1))
        if distance >= NEAR:
            found.append(ReadWord(text, -1, False, ""))
            continue
        line, words = printed[k]
        covered = [word for a, b, word in words if min(right, b) - max(left, a) > 0.5 * (b - a)]
        found.append(ReadWord(text, line.column, line.begins, " ".join(covered)))
    return found


def _extents(line: Printed) -> list[tuple[float, float, str]]:
    font = "Tinos-Bold" if line.bold else "Tinos"
    found, x = [], line.x
    for word in line.text.split(" "):
        width = pdfmetrics.stringWidth(word, font, generate.SIZE)
        found.append((x, x + width, word))
        x += width + pdfmetrics.stringWidth(" ", font, generate.SIZE)
    return found


def text_of(lines: Lines) -> str:
    """The text of a file."""
    return "\n".join(" ".join(word.text for word in line) for line in lines) + "\n"


def owners(tokens: Sequence[Token], words: Sequence[ReadWord]) -> list[list[ReadWord]]:
    """The words as read that each token stands for, by its letters."""
    letters = "".join(word.text for word in words)
    owner = [k for k, word in enumerate(words) for _ in word.text]
    at, last, found = 0, [], []
    for token in tokens:
        raw = "".join(token.raw.split())
        place = letters.find(raw, at) if raw else -1
        if place >= 0:
            at = place + len(raw)
            last = [words[k] for k in sorted(set(owner[place:at]))]
        found.append(list(last))
    return found


def true_cut(tokens: Sequence[Token], words: Sequence[ReadWord], columns: int) -> Cut:
    """The run of each column, by the columns of the words that the tokens stand for."""
    held: dict[int, list[int]] = defaultdict(list)
    begins: dict[int, bool] = {}
    for k, own in enumerate(owners(tokens, words)):
        column = Counter(word.column for word in own).most_common(1)[0][0] if own else -1
        if column >= 0:
            held[column].append(k)
            begins.setdefault(column, own[0].begins)
    taken, cut = 0, []
    for column in range(columns):
        places = [k for k in held[column] if k >= taken]
        cut.append((places[0], places[-1] + 1, begins[column]) if places else (taken, taken, False))
        taken = cut[-1][1]
    return tuple(cut)
