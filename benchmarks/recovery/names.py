#!/usr/bin/env python3
"""How many names of persons and places come back whole, on text that is made.

    python benchmarks/recovery/names.py [--names 1500] [--seed 1] [--faults 40] [--without]

Names are put together from ``dictionaries/names.tsv``, places from the syllables of ``places.tsv`` (none that is in
it); they stand in sentences and signatures of our own. Half of all combinations, by a checksum, are for fitting
(``scripts/fit_names.py``), the other half is measured here. Damage: readings drawn from the channel of an engine with
the wrong language (onsets and rhymes, as it was counted), and all marks removed.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import zlib
from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from benchmarks.recovery import measures  # noqa: E402
from viextract.data import dictionaries, read_tsv  # noqa: E402
from viextract.language.arrays import Arrays  # noqa: E402
from viextract.language.syllables import canonical_tone, strip_marks  # noqa: E402
from viextract.model.decision import Decision  # noqa: E402
from viextract.recover import decisions, explain  # noqa: E402
from viextract.recover.channel import COST_STEP  # noqa: E402

LINES = 24
"""Lines of a document."""

_WITH_THI, _FOUR = 0.35, 0.3
"""Shares of names with *Thị*, and of names of four syllables, as women's and men's names of today are."""
_AS_COUNTED = 0.5
"""Share of names whose last two syllables were counted together; the others are put together freely."""

PERSONS = """\
Giao đồng chí {}, Phó Chủ tịch Ủy ban nhân dân xã, phụ trách chung.
Đồng chí {} trực tiếp theo dõi việc sửa chữa đường ống nước.
Ông {} và các hộ dân trong xóm cùng góp ngày công.
Hội thi do bà {} làm trưởng ban giám khảo.
Mọi thắc mắc xin gửi về ông {} để được giải đáp trong ngày.
Cô {} được phân công dạy lớp xóa mù chữ buổi tối.
Họ và tên: {}
1. {}, Phó Trưởng ban
Ủy ban nhân dân xã cử bà {} tham gia đoàn kiểm tra giếng khoan.
Tổ giúp việc gồm đồng chí {} và cán bộ văn thư.
""".splitlines()
SIGNED = """\
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
{}
""".splitlines()
PLACES = """\
Lớp tập huấn tổ chức tại xã {} trong hai ngày cuối tuần.
Phòng Kinh tế huyện {} kiểm tra việc cấp phát giống cây.
Người dân thôn {} tự nguyện dọn kênh mương mỗi tháng một lần.
Công an phường {} giữ trật tự trong những ngày hội.
{}, ngày 12 tháng 6 năm 2026
Chợ phiên mở tại ấp {} từ sáng sớm.
Kế hoạch áp dụng cho toàn tỉnh {} từ năm nay.
Ủy ban nhân dân xã {} hướng dẫn thủ tục cho các hộ.
""".splitlines()
OTHERS = """\
Các thôn rà soát danh sách hộ cần hỗ trợ và báo cáo trước ngày 20 hằng tháng.
Tuyên truyền trên loa truyền thanh về lịch thu gom rác thải.
Kinh phí lấy từ ngân sách xã và nguồn đóng góp của nhân dân.
Tổ chức tập huấn cho cán bộ về kỹ năng sử dụng phần mềm quản lý văn bản.
""".splitlines()


@dataclass(frozen=True)
class Made:
    """A line as printed, and the name in it; empty where there is none."""

    text: str
    name: str
    kind: str


class _Drawn:
    """Values drawn by their counts."""

    def __init__(self, counted: Counter[str]) -> None:
        self.values = sorted(counted)
        self._sums = list(accumulate(counted[value] for value in self.values))

    def one(self, r: random.Random) -> str:
        return self.values[bisect(self._sums, r.random() * self._sums[-1])]


@cache
def _tables() -> dict[str, _Drawn]:
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for row in read_tsv("names.tsv"):
        counted[row["kind"]][row["name"]] += int(row["count"])
    return {kind: _Drawn(values) for kind, values in counted.items()}


@cache
def _places() -> tuple[frozenset[str], _Drawn, _Drawn]:
    names = {row["name"] for row in read_tsv("places.tsv") if row["name"].replace(" ", "").isalpha()}
    pairs = [name.split() for name in sorted(names) if len(name.split()) == 2]
    return frozenset(names), _Drawn(Counter(a for a, _ in pairs)), _Drawn(Counter(b for _, b in pairs))


def is_for_fitting(name: str) -> bool:
    """Whether a combination is for fitting; the others are for measuring."""
    return zlib.crc32(name.encode("utf-8")) % 2 == 0


def person(r: random.Random) -> str:
    """A name that nobody bears on purpose."""
    tables = _tables()
    family = tables["family"].one(r)
    last = (
        tables["middle given"].one(r)
        if r.random() < _AS_COUNTED
        else f"{tables['middle'].one(r)} {tables['given'].one(r)}"
    )
    if r.random() < _WITH_THI:
        last = f"Thị {last}" if r.random() < _FOUR else f"Thị {last.split()[1]}"
    elif r.random() < _FOUR:
        last = f"{tables['middle'].one(r)} {last}"
    return f"{family} {last}"


def place(r: random.Random) -> str:
    """A place that is not in the lists."""
    known, first, second = _places()
    while True:
        name = f"{first.one(r)} {second.one(r)}"
        if name not in known and len(set(name.split())) == 2:
            return name


def documents(count: int, seed: int, *, fitting: bool) -> list[list[Made]]:
    """Documents with so many names in all."""
    r = random.Random(seed)
    made: list[list[Made]] = []
    names = 0
    while names < count:
        lines: list[Made] = []
        while len(lines) < LINES:
            form = r.choice((*PERSONS, *PLACES, *OTHERS))
            kind = "place" if form in PLACES else "person"
            if "{}" not in form:
                lines.append(Made(form, "", ""))
                continue
            name = (place if kind == "place" else person)(r)
            if is_for_fitting(name) == fitting:
                lines.append(Made(form.format(name), name, kind))
        name = next(name for name in iter(lambda: person(r), "") if is_for_fitting(name) == fitting)
        *before, last = (line.format(name) for line in SIGNED)
        lines += [*(Made(text, "", "") for text in before), Made(last, name, "person")]
        names += sum(bool(line.name) for line in lines)
        made.append(lines)
    return made


# --- damage -----------------------------------------------------------------------------------------------------------


class _Reader:
    """Reads words as an engine with the wrong language does: an onset and a rhyme, each as it was counted."""

    def __init__(self) -> None:
        tables = Arrays(dictionaries() / "models", "channel-wrong")
        of = tables.part("forms.of", np.int16).reshape(tables.meta["onsets"]["kinds"], -1)
        ids, cases = tables.part("forms.ids", np.uint16), tables.part("forms.cases", np.uint8)
        self._parts: dict[tuple[int, int], tuple[int, int]] = {}
        for onset, rhyme in np.argwhere(of >= 0).tolist():
            form = of[onset, rhyme]
            self._parts.setdefault((int(ids[form]), int(cases[form])), (onset, rhyme))
        self._onsets, self._rhymes = (_emitted(tables, name) for name in ("onsets", "rhymes"))

    def read(self, word: str, r: random.Random) -> str:
        from viextract.recover.words import case_of, word_id

        parts = self._parts.get((word_id(word), case_of(word)))
        if parts is None:
            return word
        onset, rhyme = (table.get(part) for table, part in zip((self._onsets, self._rhymes), parts, strict=True))
        return onset.one(r) + rhyme.one(r) if onset and rhyme else word


def _emitted(tables: Arrays, name: str) -> dict[int, _Drawn]:
    begin = tables.part(f"{name}.begin", np.uint32).astype(np.int64)
    parts, costs = tables.part(f"{name}.index", np.uint16), tables.part(f"{name}.costs", np.uint8)
    counted: dict[int, Counter[str]] = defaultdict(Counter)
    for i, read in enumerate(tables.meta[name]["read"]):
        for k in range(begin[i], begin[i + 1]):
            counted[int(parts[k])][read] += float(np.exp(-COST_STEP * costs[k]))  # type: ignore[assignment]
    return {part: _Drawn(readings) for part, readings in counted.items()}


@cache
def _reader() -> _Reader:
    return _Reader()


def misread(text: str, r: random.Random) -> str:
    """A line as an engine with the wrong language reads it; figures and punctuation stay."""
    words = []
    for chunk in text.split(" "):
        core = chunk.strip(".,:;-")
        read = _reader().read(core, r) if core.isalpha() else core
        words.append(chunk.replace(core, read, 1) if core else chunk)
    return " ".join(words)


def stripped(text: str, _: random.Random) -> str:
    """A line without marks."""
    return strip_marks(text)


DAMAGES: dict[str, tuple[Callable[[str, random.Random], str], str]] = {
    "misread": (misread, "wrong-language-ocr"),
    "stripped": (stripped, "stripped"),
}


@dataclass(frozen=True)
class Outcome:
    """What became of a name."""

    made: Made
    read: str
    found: str
    tokens: tuple[tuple[float, bool], ...]
    """Confidence of each of its words, and whether it is right."""

    @property
    def right(self) -> bool:
        """Whether all of it stands in the line again."""
        return canonical_tone(self.made.name) in canonical_tone(self.found)


def outcomes(made: Sequence[Sequence[Made]], damage: str, seed: int) -> list[Outcome]:
    """All names of documents, damaged and recovered."""
    harm, profile = DAMAGES[damage]
    found: list[Outcome] = []
    for number, document in enumerate(made):
        r = random.Random(f"{seed} {number}")
        read = [harm(line.text, r) for line in document]
        report = explain("\n".join(read), profile=profile)  # type: ignore[arg-type]
        start = 0
        for line, before, after in zip(document, read, report.text.split("\n"), strict=True):
            end = start + len(before)
            if line.name:
                own = [token for token in report.tokens if start <= token.start < end]
                found.append(Outcome(line, before, after, tuple(_words(line, own))))
            start = end + 1
    return found


def _words(made: Made, tokens: Sequence[Decision]) -> Iterator[tuple[float, bool]]:
    """Confidence of the words in the place of a name, and whether each is the name's; where the line has as many words
    as were printed."""
    printed = re.findall(r"[^\W\d_]+", made.text)
    own = [token for token in tokens if token.after.isalpha()]
    if len(own) == len(printed):
        for token, word in zip(own, printed, strict=True):
            if word in made.name.split():
                yield token.confidence, canonical_tone(token.after) == canonical_tone(word)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--names", type=int, default=1500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--faults", type=int, default=0, help="names printed that did not come back")
    parser.add_argument("--without", action="store_true", help="as if no name were expected anywhere")
    a = parser.parse_args()
    if a.without:
        vars(decisions)["with_names"] = lambda built, decoded, *_: (built, decoded)
    made = documents(a.names, a.seed, fitting=False)
    print("| damage | persons | places |\n|---|---|---|")
    for damage in DAMAGES:
        rows = outcomes(made, damage, a.seed)
        shares = []
        for kind in ("person", "place"):
            own = [row.right for row in rows if row.made.kind == kind]
            words = [word for row in rows if row.made.kind == kind for word in row.tokens]
            error, _ = measures.calibration(words)
            shares.append(f"{100 * sum(own) / len(own):.1f} % ({len(own)}), ECE {error:.3f}")
        print(f"| {damage} | {' | '.join(shares)} |", flush=True)
        for row in [row for row in rows if not row.right][: a.faults]:
            print("    ", row.made.name, "|", row.read, "|", row.found)


if __name__ == "__main__":
    main()
