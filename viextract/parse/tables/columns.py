"""Header rows, and what each column means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from viextract.limits import whole_number
from viextract.parse.tables.goals import names_goal, names_measure, with_goals
from viextract.parse.tables.logical import Row, distinct, flat
from viextract.vocabulary.column_headings import folded, labels, match_heading, names_period
from viextract.vocabulary.units import opens_with_verb

CODE = re.compile(r"^\s*(\d{1,2}(?:[.,:]\s?\d{1,2})+|\d{1,2}|[IVXLC]{1,6}|[A-ZĐ])\s*(?:[.):/-]|$)")
"""``1.2.``, ``1.2.4``, ``II.``, ``3)``, ``A.``: what a numbered row, standard or band begins with."""

_NUMBERING = re.compile(r"^\(?\s*(\d{1,2}|[A-ZĐ])\s*\)?$")


@dataclass(slots=True)
class Header:
    """Rows that name the columns, and what they say."""

    start: int
    end: int
    """First row of the body."""
    names: list[str]
    meanings: list[str]
    likeness: float
    """Mean fit of the recognised headings, 0 to 100."""


def find_header(rows: Sequence[Row], *, within: int = 4) -> Header | None:
    """The header among a grid's first rows, numbering row ``(1) (2) (3)`` included; None where no row names columns.

    At least two headings of different meanings must be recognised and make up half of the filled cells: group titles
    and data rows hold one at most.
    """
    for start in range(min(within, len(rows))):
        if not _names_columns(rows[start]):
            continue
        end = _header_end(rows, start)
        names = [_column_name(rows[start:end], c) for c in range(len(rows[start]))]
        while end < len(rows) and _is_numbering(rows[end]):
            end += 1
        meanings, likeness = column_meanings(names, [_lowest_name(rows[start:end], c) for c in range(len(names))])
        return Header(start, end, names, meanings, likeness)
    return None


def _names_unit_of_measure(name: str) -> bool:
    spelt = any(word in name.casefold() for word in labels("units_of_measure"))
    return spelt or folded(name) in labels("units_of_measure_plain")


@cache
def _tells_time() -> re.Pattern[str]:
    return re.compile("|".join([*labels("times"), r"/20\d\d"]), re.IGNORECASE)


_YEAR_ONLY = re.compile(r"(?:năm\s+)?20\d\d(?:\s*[-–]\s*20\d\d)?", re.IGNORECASE)


def _names_columns(row: Row) -> bool:
    """Whether two headings or more are known, and half of all that are no years: of these a row may have any number."""
    filled = [cell for cell in distinct(row) if cell and not _YEAR_ONLY.fullmatch(flat(cell.text))]
    known = [heading for cell in filled if (heading := match_heading(flat(cell.text)))]
    return len({heading.meaning for heading in known}) >= 2 and len(known) * 2 >= len(filled)


MOST_NAME_WORDS = 6
"""Words of a heading that the vocabulary does not know."""
_FIGURES = re.compile(r"\d")


def plain_header(rows: Sequence[Row]) -> Header | None:
    """A first row that names the columns in words that the vocabulary does not know: short cells, all filled and all
    different, no figures, above a column that holds figures in most rows.
    """
    if len(rows) < 3:
        return None
    cells = rows[0]
    texts = [flat(cell.text) for cell in cells]
    if len({text.casefold() for text in texts}) < len(texts) or len(distinct(cells)) < len(cells):
        return None
    if any(
        not text or len(text.split()) > MOST_NAME_WORDS or _FIGURES.search(text) or text.endswith((".", ";"))
        for text in texts
    ):
        return None
    body = rows[1:]
    figured = any(sum(bool(_FIGURES.search(row[c].text)) for row in body) >= 0.6 * len(body) for c in range(len(texts)))
    if not figured:
        return None
    meanings, likeness = column_meanings(texts)
    return Header(0, 1, texts, meanings, likeness)


def _header_end(rows: Sequence[Row], start: int) -> int:
    """Further header rows: those that a heading spans downwards, and rows that only name parts of a heading above."""
    end = start + 1
    while end < len(rows) and end - start < 3:
        spanned = any(
            cell is above and cell for cell, above in zip(rows[end], rows[end - 1], strict=True) if not cell.wide
        )
        new = [cell for cell, above in zip(rows[end], rows[end - 1], strict=True) if cell and cell is not above]
        words = all(len(cell.text.split()) <= 8 and not CODE.match(cell.text) for cell in new)
        known = sum(match_heading(flat(cell.text)) is not None for cell in new)
        empty_above = all(
            not above or cell is above or not cell for cell, above in zip(rows[end], rows[end - 1], strict=True)
        )
        if (spanned and words) or (
            new and words and known * 2 >= len(new) and known and (empty_above or _names_columns(rows[end]))
        ):
            end += 1
        else:
            break
    return end


def _column_name(header: Sequence[Row], column: int) -> str:
    """The headings over a column from top to bottom, each once: ``Đơn vị – Chủ trì``."""
    parts: list[str] = []
    for row in header:
        text = flat(row[column].text)
        if text and text not in parts:
            parts.append(text)
    return " – ".join(parts)


def _lowest_name(header: Sequence[Row], column: int) -> str:
    for row in reversed(header):
        text = flat(row[column].text)
        if text and not _NUMBERING.match(text):
            return text
    return ""


def _is_numbering(row: Row) -> bool:
    """``(1) (2) (3)``, ``1 2 3`` or ``A B 1 2`` below the headings; sums such as ``3 = 1 + 2`` may stand in it.

    Some marks may be misread: most cells must be marks in order, and none longer than a mark or a sum.
    """
    texts = [flat(cell.text) for cell in distinct(row) if cell]
    if len(texts) < 2 or len(texts) * 2 <= len(row) or any(len(text) > 5 and "=" not in text for text in texts):
        return False
    marks = [match[1] for text in texts if (match := _NUMBERING.match(text.split("=")[0].strip()))]
    figures = [number for mark in marks if (number := whole_number(mark)) is not None]
    in_order = figures == sorted(figures) and len(set(marks)) == len(marks)
    if in_order and len(marks) == len(texts):
        return True
    # brackets in most cells, each a few signs, and one mark read rightly: OCR is poor at lone figures
    bracketed = sum(bool(re.search(r"[()]", text)) for text in texts) >= 0.6 * len(texts)
    return bool(marks) and bracketed


def column_meanings(names: Sequence[str], lowest: Sequence[str] | None = None) -> tuple[list[str], float]:
    """A meaning for each column (``other`` where the vocabulary has none) and the mean fit of those found.

    The lowest heading decides, the whole name where that says nothing. Of several columns of one meaning, see
    :func:`_told_apart`.
    """
    meanings, fits = [], []
    for name, low in zip(names, lowest or names, strict=True):
        heading = match_heading(low) or match_heading(name)
        meanings.append(heading.meaning if heading else "other")
        if heading:
            fits.append(heading.likeness)
    return _told_apart(meanings, names), sum(fits) / len(fits) if fits else 0.0


def _told_apart(meanings: list[str], names: Sequence[str]) -> list[str]:
    """Two columns of one meaning: the first criteria column is the standard's name, a second unit column names
    partners.

    ``Tên tiêu chí | Nội dung tiêu chí`` stands for standard and criterion in sets of two levels; ``Đơn vị`` beside
    ``Đơn vị chủ trì`` is who works along.
    """
    result = list(meanings)
    measured = "indicator" in result or any(map(names_measure, names))
    for c, meaning in enumerate(result):
        if meaning == "name" and measured and names_goal(names[c]):
            result[c] = "other"  # "Kế hoạch 2026" above figures
    criteria = [c for c, meaning in enumerate(result) if meaning == "criterion"]
    if len(criteria) > 1 and "standard" not in result:
        result[criteria[0]] = "standard"
    units = [c for c, meaning in enumerate(result) if meaning == "unit"]
    for c in units:
        if _names_unit_of_measure(names[c]):
            result[c] = "report"
        elif "lead" in result and "partners" not in result:
            result[c] = "partners"
    return result


def with_numbers(meanings: Sequence[str], rows: Sequence[Row]) -> list[str]:
    """The meanings, the first column that of running numbers where its heading was misread: it holds nothing but
    marks, half of them figures or Roman numbers.
    """
    if "number" in meanings or not meanings or meanings[0] != "other":
        return list(meanings)
    marks = [flat(row[0].text).strip(" .)(") for row in rows if row[0] and not row[0].wide]
    figures = sum(re.fullmatch(r"\d{1,3}|[IVX]{1,5}", mark) is not None for mark in marks)
    if len(marks) >= 2 and max(map(len, marks)) <= 4 and figures * 2 >= len(marks):
        return ["number", *meanings[1:]]
    return list(meanings)


def by_contents(meanings: Sequence[str], names: Sequence[str], rows: Sequence[Row]) -> list[str]:
    """The meanings, those corrected that only the cells below tell: running numbers, persons with their duties, months
    that are ticked."""
    result = with_numbers(meanings, rows)
    for c, name in enumerate(names):
        cells = [flat(row[c].text) for row in rows if row[c] and not row[c].wide]
        if result[c] in {"other", "deadline"} and names_period(name.rpartition(" – ")[2]):
            result[c] = "deadline" if cells and all(cell.casefold() in TICKS for cell in cells) else "other"
    return _with_persons(with_goals(result, names, rows), rows)


TICKS = frozenset({"x", "✓", "√", "+", "×"})
"""What marks the months of work in a table of months."""


def _with_persons(meanings: list[str], rows: Sequence[Row]) -> list[str]:
    """ "Họ và tên | Chức vụ | Nhiệm vụ": who does it, where the duties say what is done and not just a place in a
    committee ("Trưởng ban", "Ủy viên").
    """
    if "person" not in meanings or {"unit", "lead"} & set(meanings):
        return meanings
    duties = [c for c, meaning in enumerate(meanings) if meaning in {"name", "content"}]
    cells = [flat(row[duties[0]].text) for row in rows if row[duties[0]]] if duties else []
    working = sum(any(opens_with_verb(part.strip(" -+")) for part in re.split(r"[,;.:]", cell)) for cell in cells)
    work = bool(cells) and 2 * working >= len(cells)
    if not work:
        return ["other" if meaning in {"name", "content"} else meaning for meaning in meanings]
    return ["unit" if meaning == "person" else meaning for meaning in meanings]


def guess_meanings(rows: Sequence[Row], width: int) -> list[str]:
    """Meanings from what the columns hold, for a table whose header is lost: codes tell standards and criteria,
    names of bodies units.
    """
    from viextract.vocabulary.units import names_body

    meanings = ["other"] * width
    for c in range(width):
        texts = [flat(row[c].text) for row in rows if row[c] and not row[c].wide]
        if not texts:
            continue
        share = 1 / len(texts)
        if sum(bool(re.match(r"^\d{1,3}\.?$", text)) for text in texts) * share > 0.7:
            meanings[c] = "number"
        elif sum(bool(re.match(r"^\d+\.\d+\.\d+", text)) for text in texts) * share > 0.6:
            meanings[c] = "criterion"
        elif sum(bool(re.match(r"^\d+\.\d+[. ]", text)) for text in texts) * share > 0.6:
            meanings[c] = "standard"
        elif sum(names_body(text) for text in texts) * share > 0.6:
            meanings[c] = "partners" if "unit" in meanings else "unit"
        elif sum(bool(_tells_time().search(text)) for text in texts) * share > 0.6:
            meanings[c] = "deadline"
    if "criterion" in meanings and "indicator" not in meanings:
        after = meanings.index("criterion") + 1
        if after < width and meanings[after] == "other":
            meanings[after] = "indicator"
    elif "other" in meanings and ("unit" in meanings or "deadline" in meanings):
        meanings[meanings.index("other")] = "name"
    return meanings


def kind_of_table(meanings: Sequence[str]) -> str:
    """``criteria``, ``programme`` or ``other``, by the columns that a table has.

    A standard or criterion column makes it a criteria table; an indicator does too unless the table lists
    activities. Activities need someone to do them or a time.
    """
    have = set(meanings)
    activity = have & {"name", "content"}
    duty = have & {"lead", "partners", "unit", "deadline", "product", "funding"}
    if "criterion" in have or ("standard" in have and "indicator" in have):
        return "criteria"
    if "indicator" in have and (not activity or "goal" in have):
        return "criteria"
    if activity and duty and not ("amount" in have and duty <= {"product", "funding"}):
        return "programme"  # what has prices and nobody who does it is a budget
    return "other"
