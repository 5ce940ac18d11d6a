"""Cutting a line into what the decoder reads."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viextract.recover.tokenizer import cut_line


def cut(line: str) -> list[str]:
    return [piece.text for piece in cut_line(line, 0) if piece.kind != "mark"]


def kinds(line: str) -> list[str]:
    return [piece.kind for piece in cut_line(line, 0)]


@pytest.mark.parametrize(
    ("line", "pieces"),
    [
        ("Uy ban nhan dan", ["Uy", "ban", "nhan", "dan"]),
        ("“Uy ban”, (nhan dan):", ["Uy", "ban", "nhan", "dan"]),
        ("Tai chinh-Ke hoach", ["Tai", "chinh", "Ke", "hoach"]),
        ("xã/phường", ["xã", "phường"]),
        ("học tập,làm việc", ["học", "tập", "làm", "việc"]),
        ("thdi gian tru'ong hoc", ["thdi", "gian", "tru'ong", "hoc"]),
        ("s6 128/KH-UBND ngay", ["s6", "128/KH-UBND", "ngay"]),
        ("", []),
        ("- + •", []),
    ],
)
def test_words_lose_their_outer_punctuation_and_are_parted_at_connectors(line: str, pieces: list[str]) -> None:
    assert cut(line) == pieces


@pytest.mark.parametrize(
    ("token", "kind"),
    [
        ("2030", "number"),
        ("1.250,75", "number"),
        ("15/12/2030", "number"),
        ("85%", "number"),
        ("2026-2030", "number"),
        ("128/KH-UBND", "code"),
        ("12/2029/TT-BGDĐT", "code"),
        ("QĐ-UBND", "code"),
        ("LĐTB&XH", "code"),
        ("vanthu@hoalam.gov.vn", "code"),
        ("https://hoalam.gov.vn/gop-y", "code"),
        ("www.tangiang.gov.vn", "code"),
        ("m2", "code"),
        ("300m3", "code"),
        ("b.1", "code"),
        ("A4", "code"),
        ("phường", "word"),
        ("UBND", "word"),
        ("x4", "word"),
    ],
)
def test_figures_codes_and_addresses_are_told_from_words(token: str, kind: str) -> None:
    assert kinds(f"({token}),") == [kind]


def test_a_stop_ends_the_clause_a_comma_does_not() -> None:
    assert [piece.breaks for piece in cut_line("một, hai. ba; bốn", 0)] == [False, True, True, False]


def test_a_question_mark_before_a_small_letter_may_be_a_hook() -> None:
    line = "Trợ lý gif? gin xe. Xe đâu? Xe kia? ở sân"
    assert [p.text for p in cut_line(line, 0, hooks=True)] == [
        "Trợ",
        "lý",
        "gif?",
        "gin",
        "xe",
        "Xe",
        "đâu",
        "Xe",
        "kia?",
        "ở",
        "sân",
    ]
    assert not next(p for p in cut_line(line, 0, hooks=True) if p.text == "gif?").breaks
    assert "gif" in [p.text for p in cut_line(line, 0)]


def test_the_dash_of_a_list_ends_what_stood_before_it_a_dash_between_words_does_not() -> None:
    assert kinds("- Tổ chức") == ["mark", "word", "word"]
    assert kinds("kinh tế - xã hội") == ["word"] * 4


@given(st.text(st.sampled_from("aăbcđ ưHN1290/-.,;:()“”'& \t"), max_size=60))
def test_pieces_lie_in_order_where_they_say(line: str) -> None:
    end = 0
    for piece in cut_line(line, 7):
        assert piece.line == 7
        assert end <= piece.start < piece.end
        assert line[piece.start : piece.end] == piece.text
        end = piece.end
    kept = "".join(piece.text for piece in cut_line(line, 7))
    assert [c for c in kept if c.isalnum()] == [c for c in line if c.isalnum()]


@pytest.mark.parametrize(
    ("line", "pieces"),
    [
        ("Can ct? Ké hoach", ["Can", "ct?", "Ké", "hoach"]),
        ("cham gii? git?", ["cham", "gii?", "git?"]),
        ("la cht: nha", ["la", "cht:", "nha"]),
        ("Chi di? Khong thi?", ["Chi", "di", "Khong", "thi"]),
        ("gom cac xa: An, Binh", ["gom", "cac", "xa", "An", "Binh"]),
    ],
)
def test_half_a_letter_may_be_a_sign(line: str, pieces: list[str]) -> None:
    assert [p.text for p in cut_line(line, 0, hooks=True)] == pieces


@pytest.mark.parametrize(
    ("line", "pieces"),
    [
        ("dap (ng nhu cau", ["dap", "(ng", "nhu", "cau"]),
        ("td (6 chirc hop", ["td", "(6", "chirc", "hop"]),
        ("(6 thang) hop", ["6", "thang", "hop"]),
        ("hop (ng) dan", ["hop", "ng", "dan"]),
        ("hop (theo lich", ["hop", "theo", "lich"]),
    ],
)
def test_a_bracket_that_nothing_closes_may_be_a_letter(line: str, pieces: list[str]) -> None:
    assert [p.text for p in cut_line(line, 0, hooks=True)] == pieces
    assert "(ng" not in cut(line)


class _Weighed(str):
    """A line that counts how many characters are copied from it."""

    copied = 0

    def __getitem__(self, key: object) -> str:
        part = str(self)[key]  # type: ignore[index]
        self.copied += len(part)
        return part


@pytest.mark.parametrize("chunk", ["(6 ", "cu? ", "- "])
def test_the_rest_of_a_line_is_not_copied_for_each_word(chunk: str) -> None:
    line = _Weighed(chunk * 500)
    assert cut_line(line, 0, hooks=True)
    assert line.copied <= len(line)


@pytest.mark.parametrize(
    ("line", "pieces"),
    [
        ("(6 chirc hop", ["(6", "chirc", "hop"]),
        ("(6 chirc) hop", ["6", "chirc", "hop"]),
        ("(a) nhu (6 chirc", ["a", "nhu", "(6", "chirc"]),
        ("cu? tri, cu? Tri", ["cu?", "tri", "cu", "Tri"]),
    ],
)
def test_what_stands_behind_tells_whether_a_sign_is_part_of_a_word(line: str, pieces: list[str]) -> None:
    assert [piece.text for piece in cut_line(line, 0, hooks=True) if piece.kind != "mark"] == pieces
