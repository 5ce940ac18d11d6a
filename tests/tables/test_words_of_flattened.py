"""Words of flattened tables that an engine of the wrong language has read: specks, glued words, words as read."""

from __future__ import annotations

import pytest

from viextract.model.decision import Decision
from viextract.model.document import Line
from viextract.parse.tables.flattened.continuity import Continuity, tail_of, word_ids, words_of_tail
from viextract.parse.tables.flattened.features import Features
from viextract.parse.tables.flattened.lost_headings import with_lost
from viextract.parse.tables.flattened.search import _counted_as_named, _mend_bodies
from viextract.parse.tables.flattened.unmixer import Unmixer
from viextract.parse.tables.flattened.words import tokens_of
from viextract.parse.tables.logical import Text
from viextract.vocabulary.column_words import UnitWords, registered_like

MEANINGS = ["number", "name", "lead", "partners", "deadline"]


def guessed(before: str, after: str) -> Line:
    """A line of one word that recovery has but guessed at."""
    return Line(before, 1, decisions=(Decision(0, len(before), before, after, 0.3, (), "decoded"),))


@pytest.mark.parametrize(
    ("read", "taken", "doubtful"), [("nho", "nhỏ", False), ("bao", "bảo", False), ("ee", "eo", True)]
)
def test_a_word_whose_marks_are_unclear_is_no_speck(read: str, taken: str, doubtful: bool) -> None:
    assert [token.doubtful for token in tokens_of(guessed(read, taken))] == [doubtful]


@pytest.mark.parametrize(
    ("glued", "words"),
    [
        ("HOiN6ngdén", "Hội Nông dân"),
        ("COonganhuyén", "Công an huyện"),
        ("Uybannhandan", "Ủy ban nhân dân"),
        ("Vanhoa", "Văn hóa"),
    ],
)
def test_words_of_bodies_that_have_run_together_are_parted(glued: str, words: str) -> None:
    assert UnitWords([]).parted(glued) == words.split()


@pytest.mark.parametrize("other", ["khuyếnkhích", "Khuyếnkhích", "taikimnha", "Hội", "nhanh"])
def test_other_words_are_not(other: str) -> None:
    assert UnitWords([]).parted(other) is None


def damaged(read: list[tuple[str, str]], number: int) -> Line:
    """A line of (as read, as recovered) words."""
    at, decisions = 0, []
    for before, after in read:
        decisions.append(Decision(at, at + len(before), before, after, 0.9, (), "decoded"))
        at += len(before) + 1
    return Line(" ".join(before for before, _ in read), number, decisions=tuple(decisions))


READ = [
    [
        ("1", "1"),
        ("Sua", "Sửa"),
        ("cau", "cầu"),
        ("treo", "treo"),
        ("HOiN6ngdén", "HOiN6ngdén"),
        ("Hang", "Hằng"),
        ("nam", "năm"),
    ],
    [
        ("2", "2"),
        ("Don", "Dọn"),
        ("co", "cỏ"),
        ("ven", "ven"),
        ("Phong", "Phòng"),
        ("Tai", "Tới"),
        ("nguyén", "nguyên"),
    ],
]


def test_parted_bodies_are_words_of_their_column() -> None:
    table = Unmixer(["number", "name", "lead", "deadline"], [damaged(line, k) for k, line in enumerate(READ, 1)])
    assert [token.text for token in table.tokens[0]][4:7] == ["Hội", "Nông", "dân"]
    assert [token.raw for token in table.tokens[0]][4:7] == ["HOiN6ngdén", "", ""]
    start, end, _ = table.decoder.best()[0][2]
    assert [token.text for token in table.tokens[0][start:end]] == ["Hội", "Nông", "dân"]


def test_what_was_read_tells_the_word_of_a_body_where_recovery_has_made_another_of_it() -> None:
    table = Unmixer(["number", "name", "lead", "deadline"], [damaged(line, k) for k, line in enumerate(READ, 1)])
    assert [token.word for token in table.tokens[1]][4:] == ["phong", "tai", "nguyen"]


def test_the_last_word_before_a_seam_stands_for_all_that_it_may_have_been() -> None:
    seams = Continuity()
    seams.learn(["hé"])
    number = seams.reading("hé")
    assert number is not None
    after, wrong = word_ids("thống truyền"), word_ids("trên hồ")
    tail = tail_of(wrong, (number,))
    assert words_of_tail(tail) == wrong and tail_of(wrong, wrong[-1:]) == wrong
    seams.prepare([(tail, after), (wrong, after)])
    assert seams.seam(tail, after) > seams.seam(wrong, after) + 2.0


def test_a_list_speaks_against_the_column_of_who_leads() -> None:
    tokens = [tokens_of(Line("Hội Nông dân; Hội Phụ nữ", 1))]
    features = Features(MEANINGS, tokens, UnitWords([]))
    assert ("lead_listed", 1.0) in features.run(0, 2, 0, 3)
    assert ("lead_listed", 1.0) not in features.run(0, 3, 0, 3) + features.run(0, 2, 0, 2)
    alone = Features(["number", "name", "lead", "deadline"], tokens, UnitWords([]))
    assert ("lead_listed", 1.0) not in alone.run(0, 2, 0, 3)


def test_what_a_report_counts_is_spelt_as_its_indicator_spells_it() -> None:
    rows = [
        [Text("Mỗi bến đò có áo phao", 1), Text("Số bên", 1)],
        [Text("Mỗi trường có sân chơi", 1), Text("Số trưởng", 1)],
        [Text("Giảm số vụ", 1), Text("Số trưởng", 1)],
    ]
    _counted_as_named(rows, ["indicator", "report"])
    assert [row[1].text for row in rows] == ["Số bến", "Số trường", "Số trưởng"]


def test_a_body_that_has_lost_words_takes_them_from_the_only_one_of_the_table_that_it_may_be() -> None:
    def mended(*names: str) -> list[str]:
        rows = [[Text(name, 1)] for name in names]
        _mend_bodies(rows, ["unit"])
        return [row[0].text for row in rows]

    assert mended("Phòng Tài nguyên và Môi trường", "Phòng và Môi trường")[1] == "Phòng Tài nguyên và Môi trường"
    assert registered_like("Phòng và Đào tạo") == "Phòng Giáo dục và Đào tạo"
    assert registered_like("Phòng và Thông tin") is None and registered_like("Vănphònghuyện") is None
    assert mended("Phòng Tài nguyên và Môi trường", "Ban và Môi trường")[1] != "Phòng Tài nguyên và Môi trường"


def test_one_line_tells_what_a_spoilt_heading_was_where_the_table_lacks_that_column_alone() -> None:
    found = [(0, 1, "number", "TT"), (1, 3, "content", "Nội dung"), (3, 7, "lead", "Đơn vị chủ trì")]
    words = ["tt", "noi", "dung", "don", "vi", "chu", "tri", "fe", "orcas"]
    below = ["Dọn cỏ ven đê Phòng Kinh tế Hằng năm", "Sơn lại lan can cầu treo bến đò", "Phát áo phao cho học sinh"]
    assert [meaning for meaning, _ in with_lost(found, words, below)][-1] == "deadline"
    assert [meaning for meaning, _ in with_lost(found, words, below[1:])][-1] == "lead"
