"""restore, explain and apply: what they promise to whoever calls them."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest

from viextract.errors import InvalidOptionError
from viextract.language.legacy.codepages import CODE_PAGES, CodePage, encode
from viextract.language.syllables import strip_marks
from viextract.model.decision import Decision
from viextract.recover import Explanation, apply, explain, restore
from viextract.recover.explanation import composed

TRUE = """\
ỦY BAN NHÂN DÂN THỊ XÃ HÒA LÂM

Thực hiện chỉ đạo của Tỉnh ủy, Ủy ban nhân dân thị xã Hòa Lâm ban hành kế hoạch
giữ gìn vệ sinh đường phố năm 2030, cụ thể như sau:
1. Các tổ dân phố vận động nhân dân phân loại rác thải tại nguồn.
2. Phòng Văn hóa và Thông tin tuyên truyền trên hệ thống loa truyền thanh.

Báo cáo kết quả trước ngày 15/12/2030 (Công văn số 45/UBND-VX)."""
RUINED = """\
UY BAN NHAN DAN THI XA HOA LAM

Thurc hién chi dao cua Tinh ty, Uy ban nhan dan thi xa Hoa Lam ban hanh ké hoach
git gin vé sinh dudng ph6 nam 2030, cu thé nhu sau:
1. Cac té dan phé van d6ng nhan dan phan loai rac thai tai ngudn.
2. Phong Van hoa va Thong tin tuyén truyén trén hé théng loa truyén thanh.

Bao cdo két qua truéc ngay 15/12/2030 (Cong van s6 45/UBND-VX)."""
_SLIPS = {"tổ": "tố", "dân phố": "đân phố", "kết quả": "kêt quả", "vệ sinh": "vê sinh"}
POOR = TRUE
for _true, _read in _SLIPS.items():
    POOR = POOR.replace(_true, _read)
DAMAGED = {"wrong-language-ocr": RUINED, "stripped": strip_marks(TRUE), "vietnamese-ocr": POOR}


@pytest.fixture(scope="module", params=DAMAGED)
def explanation(request: pytest.FixtureRequest) -> Explanation:
    return explain(DAMAGED[request.param], profile=request.param)


# --- restore ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", DAMAGED)
def test_line_n_stays_line_n(kind: str) -> None:
    lines = restore(DAMAGED[kind], profile=kind).split("\n")  # type: ignore[arg-type]
    for true, found in zip(TRUE.split("\n"), lines, strict=True):
        assert found.split()[:2] == true.split()[:2]


@pytest.mark.parametrize("ending", ["", "\n", "\n\n", "\r\n"])
def test_the_end_of_the_text_stays(ending: str) -> None:
    assert restore("Uy ban nhan dan phuong Tan Giang" + ending) == "Ủy ban nhân dân phường Tân Giang" + ending


def test_the_kind_of_damage_is_found_out() -> None:
    assert {kind: explain(text).profile for kind, text in DAMAGED.items() if kind != "vietnamese-ocr"} == {
        "wrong-language-ocr": "wrong-language-ocr",
        "stripped": "stripped",
    }


def test_a_profile_is_obeyed() -> None:
    assert restore(RUINED, profile="clean") == RUINED
    assert restore(TRUE, profile="stripped") == TRUE
    assert restore(POOR, profile="vietnamese-ocr") == TRUE


@pytest.mark.parametrize("profile", ["auto", "mixed", None])
def test_an_open_profile_means_find_it_out(profile: str | None) -> None:
    assert restore(RUINED, profile=profile) == restore(RUINED)  # type: ignore[arg-type]


def test_a_damaged_paragraph_among_clean_ones_is_recovered_and_they_stay() -> None:
    damaged = "Ủy ban nhân dân phường Tân Giang kính đề nghị các hộ gia đình phối hợp thực hiện."
    around = "\n\n".join([TRUE] * 6)
    assert restore(f"{around}\n\n{strip_marks(damaged)}\n\n{around}") == f"{around}\n\n{damaged}\n\n{around}"


def test_a_large_damaged_part_of_a_text_is_recovered_too() -> None:
    head = "Ủy ban nhân dân phường Tân Giang kính đề nghị các hộ gia đình phối hợp thực hiện."
    assert restore(f"{strip_marks(head)}\n\n{TRUE}") == f"{head}\n\n{TRUE}"


def test_decomposed_letters_come_back_composed() -> None:
    assert restore(unicodedata.normalize("NFD", TRUE)) == TRUE


@pytest.mark.parametrize("page", CODE_PAGES)
def test_legacy_encodings_are_converted_before_all_else(page: CodePage) -> None:
    result = explain(encode(TRUE, page))
    # TCVN3 has no capitals with a tone: the case of such letters is not in the text.
    assert result.text.lower() == TRUE.lower()
    assert {token.reason for token in result.changes} == {"legacy-encoding"}
    assert apply(result.source, result.changes) == result.text


def test_both_tone_styles_stay_as_they_are() -> None:
    text = "Uỷ ban nhân dân xã Hoà Lâm và Ủy ban nhân dân phường Hòa An phối hợp giữ gìn vệ sinh chung."
    assert restore(text) == text


# --- the caller's own words -------------------------------------------------------------------------------------------

UNKNOWN_NAME = "Hop to dan pho tai nha ong Quyen vao sang thu bay."


@pytest.mark.parametrize("name", ["Quyên", "Quyến"])
def test_own_words_decide_between_forms_that_are_all_possible(name: str) -> None:
    assert f"ông {name} vào" in restore(UNKNOWN_NAME, dictionary=[name])


def test_own_words_may_come_from_a_file(tmp_path: Path) -> None:
    words = tmp_path / "words.txt"
    words.write_text("# people\nNguyễn Quyên\n\n", "utf-8")
    assert restore(UNKNOWN_NAME, dictionary=words) == restore(UNKNOWN_NAME, dictionary=["Nguyễn Quyên"])


def test_a_word_list_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InvalidOptionError, match=r"absent\.txt"):
        restore(UNKNOWN_NAME, dictionary=tmp_path / "absent.txt")


def test_a_name_of_the_callers_own_is_no_word_in_small_letters() -> None:
    text = "Cac to dan pho van dong nhan dan giu gin ve sinh."
    assert restore(text, dictionary=["Nguyễn Văn Hòa", "Dân"]) == restore(text)


def test_own_words_change_nothing_elsewhere() -> None:
    assert restore(TRUE, dictionary=["Quyên", "Lãm"]) == TRUE


# --- min_confidence ---------------------------------------------------------------------------------------------------


def test_more_confidence_asked_for_never_means_more_changes() -> None:
    made = [
        {(t.start, t.after) for t in explain(POOR, profile="vietnamese-ocr", min_confidence=asked).changes}
        for asked in (0.0, 0.5, 0.9, 1.0)
    ]
    assert all(more >= fewer for more, fewer in pairwise(made))


def test_a_change_of_a_possible_word_is_as_sure_as_asked_for() -> None:
    text = "Nhà trương tố chức cho học sình tham quạn vuờn quôc gia vào ngay chủ nhât."
    made = explain(text, profile="vietnamese-ocr").changes
    asked = min(token.confidence for token in made) + 0.01
    changes = explain(text, profile="vietnamese-ocr", min_confidence=asked).changes
    assert len(changes) < len(made)
    assert all(token.confidence >= asked for token in changes)


def test_capitals_of_a_code_stay_where_the_same_capitals_are_a_word_elsewhere() -> None:
    text = "Uy ban nhan dan xa giao UBND thén va ban. Theo Ké hoach s6 12 /UBND ciia huyén, UBND xa td chirc hop dan."
    assert "12 /UBND" in restore(text) or "12/UBND" in restore(text)


@pytest.mark.parametrize("profile", ["bogus", "", "good-ocr"])
def test_a_kind_of_damage_that_nobody_knows_is_refused(profile: str) -> None:
    with pytest.raises(InvalidOptionError, match="no kind of damage"):
        restore("Uy ban nhan dan", profile=profile)  # type: ignore[arg-type]


@pytest.mark.parametrize("confidence", [float("nan"), float("inf"), -0.1, 1.1, "0.5", None])
def test_a_confidence_that_is_none_is_refused(confidence: object) -> None:
    with pytest.raises(InvalidOptionError, match="no confidence"):
        restore("Uy ban nhan dan", min_confidence=confidence)  # type: ignore[arg-type]


def test_a_word_list_is_a_file_or_words(tmp_path: Path) -> None:
    (tmp_path / "names.txt").write_text("Khoẻn\n", "utf-8")
    text = "Ong Khoen o thon Dong"
    assert restore(text, dictionary=str(tmp_path / "names.txt")) == restore(text, dictionary=["Khoẻn"])
    assert "Khoẻn" in restore(text, dictionary=["Khoẻn"])
    with pytest.raises(InvalidOptionError, match="cannot be read"):
        restore(text, dictionary="Nguyễn Văn")
    with pytest.raises(InvalidOptionError, match="no text"):
        restore(text, dictionary=[1])  # type: ignore[list-item]


@pytest.mark.parametrize(
    "decision",
    [
        {"start": 3, "end": 1, "before": "", "after": "x"},
        {"start": 99, "end": 99, "before": "", "after": "x"},
        {"start": 0, "end": 99, "before": "hoc tip", "after": "x"},
        {"start": 0.9, "end": 3, "before": "hoc", "after": "x"},
        {"start": 0, "end": 3, "before": "hoc", "after": None},
        {},
        "a",
        None,
    ],
)
def test_what_is_no_decision_is_refused(decision: object) -> None:
    with pytest.raises(InvalidOptionError):
        apply("hoc tip", [decision])  # type: ignore[list-item]


@pytest.mark.parametrize(
    ("damaged", "right"),
    [
        ("Uy ban \u202e nhan dan xa שלום ban hanh", "Ủy ban \u202e nhân dân xã שלום ban hành"),
        ("Uy ban nhan dan xa 中文 \ue000 ban hanh", "Ủy ban nhân dân xã 中文 \ue000 ban hành"),
        ("\ufeffUy ban nhan dan tinh ban hanh", "Ủy ban nhân dân tỉnh ban hành"),
    ],
)
def test_characters_that_are_no_vietnamese_letters_stay(damaged: str, right: str) -> None:
    assert restore(damaged) == right


def test_a_control_character_loses_no_word() -> None:
    assert "ban\x00nhan" in restore("Uy ban\x00nhan dan", profile="wrong-language-ocr")


# --- poor readings are recovered until nothing changes ----------------------------------------------------------------

UNSETTLED = """\
Các co quan, dơn vi phói hop chặt che trong viêc tô chức thưc hiên kê hoạch nay, kịp thơi bao cáo
nhưng kho khăn vướng măc vê Uy ban nhân dân huyên đê xem xet, giai quyêt theo quy đinh hiên hanh
"""


def test_decisions_of_several_rounds_replay_as_one() -> None:
    found = explain(UNSETTLED, profile="vietnamese-ocr")
    assert found.text != UNSETTLED
    assert apply(UNSETTLED, found.changes) == found.text
    assert restore(found.text, profile="vietnamese-ocr") == found.text


def token(before: str, after: str, start: int, confidence: float = 0.9) -> Decision:
    return Decision(start, start + len(before), before, after, confidence, (), "vietnamese-ocr")


@pytest.mark.parametrize(
    ("source", "first", "second"),
    [
        ("mot hai ba", [("mot", "một", 0), ("hai", "hai", 4)], [("ba", "bà", 8)]),  # what was left is changed
        ("mot hai ba", [("hai", "hải", 4)], [("hải", "hái", 4)]),  # what was changed is changed again
        ("mothai ba", [("mothai", "một hai", 0)], [("một", "mốt", 0), ("hai", "hài", 4)]),  # both parts of a split
        ("m ot hai", [("m ot", "một", 0)], [("một hai", "mộthai", 0)]),  # a join and what stands beside it
        ("mot hai ba", [("mot", "", 0), ("ba", "bà", 8)], [("hai bà", "hai", 1)]),  # over two, one of them left alone
        ("mot hai ba", [("mot", "một", 0)], []),
        ("mot hai ba", [], [("hai", "hải", 4)]),
    ],
)
def test_decisions_on_what_became_of_a_text_are_decisions_on_the_text(
    source: str, first: list[tuple[str, str, int]], second: list[tuple[str, str, int]]
) -> None:
    one = [token(*row) for row in first]
    between = apply(source, one)
    two = [token(*row, confidence=0.7) for row in second]
    both = composed(source, one, between, two)
    assert apply(source, both) == apply(between, two)
    assert all(source[t.start : t.end] == t.before for t in both)
    assert all(t.confidence == 0.7 for t in both if not any(t == was for was in one))


# --- explain ----------------------------------------------------------------------------------------------------------


def test_tokens_lie_in_order_without_overlap_where_they_say(explanation: Explanation) -> None:
    end = 0
    assert explanation.tokens
    for token in explanation.tokens:
        assert end <= token.start < token.end
        assert explanation.source[token.start : token.end] == token.before
        end = token.end


def test_changes_are_the_tokens_that_differ(explanation: Explanation) -> None:
    assert explanation.changes == tuple(t for t in explanation.tokens if t.before != t.after)
    assert explanation.changes


def test_confidences_and_alternatives_are_probabilities_likeliest_first(explanation: Explanation) -> None:
    for token in explanation.tokens:
        shares = [p for _, p in token.alternatives]
        assert 0 <= token.confidence <= 1
        assert all(0 <= p <= 1 for p in shares)
        assert shares == sorted(shares, reverse=True)


def test_every_token_says_why(explanation: Explanation) -> None:
    assert {token.reason for token in explanation.tokens} <= {*DAMAGED, "code", "number", "marker", "mark"}


def test_a_doubtful_word_has_alternatives() -> None:
    doubtful = [t for t in explain(UNKNOWN_NAME).tokens if t.before == "Quyen"]
    assert [strip_marks(text) for text, _ in doubtful[0].alternatives][:2] == ["Quyen", "Quyen"]
    assert doubtful[0].confidence < 0.9


def test_the_report_has_what_was_changed_or_is_doubtful(explanation: Explanation) -> None:
    report = explanation.to_dict()
    reported = [(d["start"], d["after"]) for d in report["decisions"]]
    assert set(reported) >= {(t.start, t.after) for t in explanation.changes}
    assert report["tokens"] == len(explanation.tokens)
    assert report["changed"] == len(explanation.changes)
    assert all(d["before"] != d["after"] or d["confidence"] < 0.9 for d in report["decisions"])


def test_clean_text_needs_no_decision() -> None:
    assert explain(TRUE).tokens == ()
    assert explain("").text == ""


# --- apply ------------------------------------------------------------------------------------------------------------


def test_applying_the_changes_restores(explanation: Explanation) -> None:
    assert apply(explanation.source, explanation.changes) == explanation.text
    assert apply(explanation.source, explanation.tokens) == explanation.text


def test_the_reported_decisions_replay(explanation: Explanation) -> None:
    assert apply(explanation.source, explanation.to_dict()["decisions"]) == explanation.text


def test_decisions_may_be_left_out_and_come_in_any_order(explanation: Explanation) -> None:
    some = explanation.changes[::2]
    result = apply(explanation.source, reversed(some))
    left = [t for t in explanation.changes if t not in some]
    assert len(result.split("\n")) == len(explanation.source.split("\n"))
    assert apply(explanation.source, ()) == explanation.source
    assert apply(explanation.source, [*left, *some]) == explanation.text


@pytest.mark.parametrize(
    "decisions",
    [
        [{"start": 0, "end": 3, "before": "hoc", "after": "học"}],
        [{"start": 0, "end": 2, "before": "Uy", "after": "Ủy"}, {"start": 1, "end": 2, "before": "y", "after": "ỷ"}],
        [{"start": 40, "end": 42, "before": "Uy", "after": "Ủy"}],
    ],
    ids=["of another text", "overlapping", "beyond the end"],
)
def test_decisions_that_do_not_fit_are_an_error(decisions: list[dict[str, object]]) -> None:
    with pytest.raises(InvalidOptionError, match="does not fit the text"):
        apply("Uy ban nhan dan", decisions)


# --- the same again ---------------------------------------------------------------------------------------------------


def test_the_same_input_gives_the_same_bytes_in_another_process() -> None:
    code = "import sys; from viextract.recover import restore; sys.stdout.buffer.write(restore(sys.argv[1]).encode())"
    found = [
        subprocess.run([sys.executable, "-c", code, RUINED], capture_output=True, check=True, env={"PYTHONHASHSEED": s})
        for s in ("1", "2")
    ]
    assert found[0].stdout == found[1].stdout == restore(RUINED).encode()


def test_what_was_restored_before_does_not_matter() -> None:
    alone = explain(RUINED)
    restore(strip_marks(RUINED))
    restore("Hop to dan pho\n" * 20)
    assert explain(RUINED) == alone


def test_restoring_twice_changes_nothing_more_even_where_the_kind_of_damage_changes() -> None:
    once = restore("Uy Uy nhén đân abc@d.vn")
    assert restore(once) == once
