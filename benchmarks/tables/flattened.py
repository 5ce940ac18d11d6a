"""Flattened tables of many shapes with the column of every word: what the weights of their reading are fitted on, and
what it is measured on.

Beside what ``generate.py`` has: several columns of bodies, report columns, products and notes, tables over many
pages with running heads and repeated headings, cells in the middle of their height so that columns stand half a line
apart, traces of rules and specks, and up to 200 rows. The words of cells are sentences of a corpus that the language
model was not built from; damage is drawn from pairs of what an engine read and what the page says. Neither is part of
the project: both are named on the command line of ``fit.py``. Even numbers are for fitting, odd ones are never looked
at.
"""

from __future__ import annotations

import lzma
import random
import re
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import generate
from generate import Box, Case, Printed, Sheet, Style
from unidecode import unidecode

from viextract.data import read_tsv

HEADINGS = {
    "number": ["TT", "STT"],
    "standard": ["Tiêu chuẩn", "Lĩnh vực"],
    "criterion": ["Tiêu chí"],
    "indicator": ["Chỉ số", "Chỉ tiêu"],
    "unit": ["Đơn vị thực hiện", "Phân công phụ trách", "Cơ quan phụ trách"],
    "report": ["Kết quả", "Số liệu báo cáo", "Số liệu thống kê"],
    "name": ["Nhiệm vụ", "Tên nhiệm vụ", "Hoạt động"],
    "content": ["Nội dung công việc", "Nội dung thực hiện"],
    "lead": ["Đơn vị chủ trì", "Cơ quan chủ trì"],
    "partners": ["Đơn vị phối hợp", "Cơ quan phối hợp"],
    "deadline": ["Thời gian thực hiện", "Thời gian hoàn thành", "Thời gian"],
    "product": ["Sản phẩm"],
    "note": ["Ghi chú"],
}
SHAPES = [
    ["standard", "criterion", "indicator", "unit"],
    ["standard", "criterion", "indicator", "unit", "report"],
    ["criterion", "indicator", "unit", "report"],
    ["number", "name", "lead", "partners", "deadline"],
    ["number", "content", "lead", "partners", "deadline"],
    ["number", "name", "content", "lead", "partners", "deadline"],
    ["number", "name", "lead", "partners", "deadline", "product"],
    ["number", "name", "unit", "deadline", "note"],
    ["name", "unit", "deadline"],
]
SHARE = {"number": 0.3, "standard": 1.0, "criterion": 1.3, "indicator": 1.6, "unit": 0.9, "report": 0.8, "name": 1.9}
SHARE |= {"content": 1.9, "lead": 0.9, "partners": 1.0, "deadline": 0.8, "product": 0.8, "note": 0.6}
WORDS = {"standard": (4, 10), "criterion": (5, 16), "indicator": (6, 26), "name": (5, 24), "content": (6, 26)}
REPORTS = ["%", "%", "%", "Tăng; Giảm", "Nam %; Nữ %; Tổng %", "Có; Không", "Số lượng", "Hộ nghèo %; Hộ cận nghèo %"]
REPORTS += ["Tốt; Khá; Trung bình; Yếu", "Đạt; Không đạt"]
DEADLINES = [
    "Quý {q} năm {y}",
    "Tháng {m} năm {y}",
    "Trước ngày {d}/{m}/{y}",
    "Hằng năm",
    "Thường xuyên",
    "Tháng {m}/{y}",
]
DEADLINES += ["Giai đoạn {y}-{z}", "Quý {q}, {q2} năm {y}", "Theo kế hoạch"]
PRODUCTS = ["Báo cáo", "Kế hoạch", "Quyết định", "Văn bản"]
PLACES = ["huyện", "xã", "các xã", "phường", "tỉnh", "thị trấn"]
SPECKS = ["|", "i", "’", "-", "_", "‘", "~—", ".", "[", "“", "a", "; ."]


@dataclass
class Fragment:
    """Words of one column on one flattened line; column -1 is none of the table's."""

    text: str
    column: int
    begins: bool


def sentences(corpus: Path, held_out_only: bool = True) -> list[str]:
    """Clauses of the corpus that no model was built from, one a line of text."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "recovery"))
    import heldout

    found: list[str] = []
    with lzma.open(corpus, "rt", encoding="utf-8") as stream:
        for line in stream:
            if not held_out_only or heldout.is_held_out(line.rstrip("\n")):
                found += [part.strip() for part in re.split(r"[.;:]\s", line) if 8 <= len(part.split()) <= 60]
    return found


class Damage:
    """Draws what an engine may have read in place of a word, from pairs of lines with as many words."""

    def __init__(self, noise: Path, rng: random.Random) -> None:
        self._rng = rng
        self._read: dict[str, list[str]] = defaultdict(list)
        with lzma.open(noise, "rt", encoding="utf-8") as stream:
            for line in stream:
                read, _, true = line.rstrip("\n").partition("\t")
                pairs = read.split(), true.split()
                if len(pairs[0]) == len(pairs[1]):
                    for before, after in zip(*pairs, strict=True):
                        self._read[after].append(before)

    def line(self, text: str) -> str:
        """The line as it may be read; words that no pair has lose their marks."""
        return " ".join(self._word(word) for word in text.split())

    def _word(self, word: str) -> str:
        known = self._read.get(word) or self._read.get(word.lower())
        if not known or (word not in self._read and self._rng.random() < 0.5):
            return unidecode(word)
        read = self._rng.choice(known)
        return read[:1].upper() + read[1:] if word[:1].isupper() else read


def make_case(index: int, texts: Sequence[str]) -> Case:
    """The table of this number."""
    rng = random.Random(70_000 + index)
    shape = SHAPES[index // 2 % len(SHAPES)]
    style = Style(middle=rng.random() < 0.55, wide=rng.random() < 0.35, repeat=rng.random() < 0.8)
    style.split_rows = rng.random() < 0.4
    kind = "criteria" if "indicator" in shape else "programme"
    case = Case(f"f{index:03d}", kind, _words(rng, texts, 6, 10), "Kèm theo Kế hoạch số 12/KH-UBND", style, [], [], [])
    case.columns = [rng.choice(HEADINGS[meaning]) for meaning in shape]
    case.boxes = [Box(0, c, text, bold=True) for c, text in enumerate(case.columns)]
    shares = [SHARE[meaning] * rng.uniform(0.8, 1.25) for meaning in shape]
    case.shares = [share / sum(shares) for share in shares]
    rows = 200 if index % 40 in (16, 17) else rng.randint(6, 30)
    (_criteria if kind == "criteria" else _programmes)(case, shape, rows, rng, texts)
    return case


def _words(rng: random.Random, texts: Sequence[str], least: int, most: int) -> str:
    words: list[str] = []
    while len(words) < least:
        words = re.sub(r"^(?:[-+*\d.)\s]|\w{1,2}\))+", "", rng.choice(texts)).split()
    text = " ".join(words[: rng.randint(least, most)]).strip(' ,;.:-(“"')
    return text[:1].upper() + text[1:]


def bodies(rng: random.Random) -> list[str]:
    """Names of bodies that a table of one place names: a dozen of the registry's."""
    names = [row["name"] for row in read_tsv("units.tsv") if row["level"] in ("district", "commune", "province")]
    chosen = rng.sample(names, min(12, len(names)))
    return [f"{name} {rng.choice(PLACES)}" if re.search("nhân dân$|Công an$", name) else name for name in chosen]


def _deadline(rng: random.Random) -> str:
    year, quarter = rng.randint(2019, 2030), ["I", "II", "III", "IV"]
    values = {"q": rng.choice(quarter), "q2": rng.choice(quarter), "y": year, "z": year + 4, "m": rng.randint(1, 12)}
    return rng.choice(DEADLINES).format(d=rng.randint(1, 28), **values)


def _spanning(case: Case, column: int, start: int, end: int, text: str) -> None:
    case.boxes.append(Box(start, column, text, end - start))


def _criteria(case: Case, shape: list[str], rows: int, rng: random.Random, texts: Sequence[str]) -> None:
    row, units, width = 1, bodies(rng), len(shape)
    at = {meaning: shape.index(meaning) for meaning in shape}
    group_number = 0
    while len(case.rows) < rows:
        group_number += 1
        group = f"{group_number}. {_words(rng, texts, 5, 10)}"
        case.boxes.append(Box(row, 0, group, 1, width, bold=True))
        case.grid.append([group] + [None] * (width - 1))
        row += 1
        for s in range(rng.randint(1, 4)):
            standard, standard_row = f"{group_number}.{s + 1}. {_words(rng, texts, *WORDS['standard'])}", row
            for k in range(rng.randint(1, 3)):
                criterion, criterion_row = _words(rng, texts, *WORDS["criterion"]), row
                criterion = f"{group_number}.{s + 1}.{k + 1}. {criterion}" if "standard" in at else criterion
                unit, unit_row = rng.choice(units), row
                for _ in range(rng.choice([1, 1, 1, 2, 3, 4])):
                    if row > unit_row and rng.random() < 0.6:
                        _spanning(case, at["unit"], unit_row, row, unit)
                        unit, unit_row = rng.choice(units), row
                    indicator = _words(rng, texts, *WORDS["indicator"])
                    report = rng.choice(REPORTS) if "report" in at else None
                    case.boxes.append(Box(row, at["indicator"], indicator))
                    if report:
                        case.boxes.append(Box(row, at["report"], report.replace("; ", "\n")))
                    values = {"standard": standard, "criterion": criterion, "indicator": indicator, "unit": unit}
                    case.rows.append({"group": group, "standard": None, **values, "report": report})
                    if "standard" not in at:
                        case.rows[-1]["standard"] = None
                    case.grid.append([{**values, "report": report}[meaning] for meaning in shape])
                    row += 1
                _spanning(case, at["unit"], unit_row, row, unit)
                _spanning(case, at["criterion"], criterion_row, row, criterion)
            if "standard" in at:
                _spanning(case, at["standard"], standard_row, row, standard)


def _programmes(case: Case, shape: list[str], rows: int, rng: random.Random, texts: Sequence[str]) -> None:
    row, units = 1, bodies(rng)
    for number in range(1, rows + 1):
        lead = rng.choice(units)
        partners = "; ".join(rng.sample([u for u in units if u != lead], rng.choice([0, 1, 1, 2, 3])))
        values: dict[str, str | None] = {
            "number": str(number),
            "lead": lead,
            "unit": lead,
            "partners": partners or None,
        }
        values |= {meaning: _words(rng, texts, *WORDS[meaning]) for meaning in ("name", "content")}
        values |= {"deadline": _deadline(rng), "product": rng.choice(PRODUCTS)}
        values["note"] = rng.choice([None, None, "Lồng ghép"])
        case.grid.append([values[meaning] for meaning in shape])
        case.boxes += [Box(row, c, text) for c, text in enumerate(case.grid[-1]) if text]
        key = "name" if "name" in shape else "content"
        case.rows.append(
            {
                "no": str(number) if "number" in shape else None,
                "name": values[key],
                "content": values["content"] if key == "name" and "content" in shape else None,
                "lead": lead,
                "partners": (partners or None) if "partners" in shape else None,
                "deadline": values["deadline"],
            }
        )
        row += 1


def flattened(case: Case, damage: Damage | None, index: int) -> list[list[Fragment]]:
    """The lines of the case's text, those above and below the table too, each with the fragments of its columns."""
    rng = random.Random(90_000 + index)
    sheets, _ = generate.lay_out(case)
    merge = rng.uniform(0.3, 0.55) * generate.LEADING
    rules, specks = rng.choice([0.0, 0.0, 0.1, 0.4]), rng.choice([0.0, 0.01, 0.03])
    lines: list[list[Fragment]] = []
    for sheet in sheets:
        lines += [_line(row, damage, rng, rules, specks) for row in _printed_rows(sheet, merge)]
        lines.append([])
    return lines


def _printed_rows(sheet: Sheet, merge: float) -> list[list[Printed]]:
    rows: list[list[Printed]] = []
    for line in sorted(sheet.lines, key=lambda line: (line.y, line.x)):
        if rows and line.y - rows[-1][0].y < merge:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.x) for row in rows]


def _line(
    row: Sequence[Printed], damage: Damage | None, rng: random.Random, rules: float, specks: float
) -> list[Fragment]:
    found: list[Fragment] = []
    for number, line in enumerate(row):
        if damage is not None and number and rng.random() < rules:
            found.append(Fragment("|", -1, False))
        if damage is not None and rng.random() < specks:
            found.append(Fragment(rng.choice(SPECKS), -1, False))
        text = line.text if damage is None else damage.line(line.text)
        apart = max(abs(line.y - other.y) for other in row) > UNEVEN * generate.LEADING
        if damage is not None and apart and rng.random() < SPOILT:
            text = _spoilt(text, rng)
        if text:
            found.append(Fragment(text, line.column, line.begins))
    return found


UNEVEN = 0.15
"""Heights, in lines, from which on an engine that reads them as one line may read neither."""
SPOILT = 0.3
"""Share of such pieces of a line that are spoilt, or lost."""


def _spoilt(text: str, rng: random.Random) -> str:
    """What is left of a line that was read together with one that stands half a line apart."""
    if rng.random() < 0.25:
        return ""
    return " ".join(
        "".join(rng.choice("aeiouctlnrsIf'.,;") if rng.random() < 0.35 else letter for letter in word)
        for word in text.split()
        if rng.random() < 0.8
    )


def text_of(lines: Sequence[Sequence[Fragment]]) -> str:
    """The text of a file."""
    return "\n".join(" ".join(fragment.text for fragment in line) for line in lines) + "\n"
