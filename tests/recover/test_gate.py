"""The gate: which text is given to the decoder at all."""

from __future__ import annotations

import pytest

from viextract.language.syllables import strip_marks
from viextract.recover import explain, restore
from viextract.recover.gate import kind_of, marked_share, paragraph_kinds

CLEAN = "Ủy ban nhân dân phường Tân Giang giao các tổ dân phố vận động nhân dân giữ gìn vệ sinh đường phố trong năm."
STRIPPED = strip_marks(CLEAN)
WRONG = "Uy ban nhén dan phudng Tan Giang giao cac t6 dan phé van déng nhan dan gitt gin vé sinh dudng ph6 trong nim."
POOR = "Ủy bạn nhân đân phưòng Tân Giang giao cäc tô dân phô vân đông nhân dân giử gln vê sình dưòng phố trong nãm."
ENGLISH = "The committee of the ward asks every household to keep the streets clean before the rain comes in June."


@pytest.mark.parametrize(
    ("text", "kind"),
    [(CLEAN, "clean"), (STRIPPED, "stripped"), (WRONG, "wrong-language-ocr"), (POOR, "vietnamese-ocr")],
)
def test_the_kind_of_a_text(text: str, kind: str) -> None:
    assert kind_of(text) == kind


@pytest.mark.parametrize("text", ["", " ", "12 34,5 100%", "...", ENGLISH, "128/KH-UBND"])
def test_what_is_not_vietnamese_is_left_alone(text: str) -> None:
    assert kind_of(text) == "clean"


def test_each_paragraph_of_a_clean_text_stays_unless_it_is_long_and_bare() -> None:
    paragraphs = [CLEAN, "Ha Noi", "UBND", ENGLISH, STRIPPED]
    assert paragraph_kinds(paragraphs, "clean") == ["clean", "clean", "clean", "clean", "stripped"]


def test_clean_and_foreign_paragraphs_of_a_ruined_text_stay() -> None:
    paragraphs = [WRONG, CLEAN, ENGLISH]
    assert paragraph_kinds(paragraphs, "wrong-language-ocr") == ["wrong-language-ocr", "clean", "clean"]


def test_a_short_paragraph_is_of_the_kind_of_the_whole() -> None:
    assert paragraph_kinds(["TO CHUC THUC HIEN"], "wrong-language-ocr") == ["wrong-language-ocr"]


def test_in_a_poorly_read_text_even_paragraphs_that_look_clean_are_looked_at() -> None:
    assert paragraph_kinds([CLEAN], "vietnamese-ocr") == ["vietnamese-ocr"]


def test_marked_share() -> None:
    assert marked_share("") == 0
    assert marked_share("học tap đi choi") == 0.5


@pytest.mark.parametrize(
    ("read", "kept"),
    [
        ("Thường trực Thị ủy, Thường trực Hội đồng nhân dân thị xã", "Thị ủy"),
        ("Thực hiện khoản 1 Điều 4 của Quy chế này", "khoản 1"),
        ("Các thành viên BM Toán và CT, PCT hội đồng", "BM"),
        ("Báo cáo Quận ủy, Ủy ban nhân dân quận", "Quận ủy"),
    ],
)
def test_real_words_figures_and_codes_are_never_exchanged_in_a_good_reading(read: str, kept: str) -> None:
    from viextract.recover.engine import recover_lines

    lines = [read, "Ủy ban nhân dân xã yêu cầu các đơn vị triển khai thực hiện nghiêm túc kế hoạch này."]
    for by_engine in (None, [True, True]):
        results, _ = recover_lines(lines, [[0], [1]], by_engine=by_engine)
        assert kept in results[0].after
    results, _ = recover_lines(lines, [[0], [1]], profile="vietnamese-ocr")
    assert kept in results[0].after


def test_the_least_confidence_holds_for_every_kind_of_damage() -> None:
    for profile in ("stripped", "wrong-language-ocr", "vietnamese-ocr"):
        found = explain("Uy ban nhan dan xa to chuc trong cay", profile=profile, min_confidence=0.97)
        assert all(token.confidence >= 0.97 for token in found.changes if token.reason == profile)


def test_a_word_that_no_wrong_engine_can_have_written_stays_in_its_reading() -> None:
    # The head was typed over the reading of an English engine.
    read = "\n" + "Uy ban nhan dan xa xay dung ké hoach trién khai cdng tac phdng chay nhu sau\n" * 3
    assert restore("UBND xã Đồi Sim" + read).split("\n")[0] == "UBND xã Đồi Sim"
    found = explain("UBND xã Ngỗ Trạo" + read)
    word = next(token for token in found.tokens if token.before == "Ngỗ")
    others = dict(word.alternatives)
    # Who typed it may have slipped, as one in some thousand words has.
    assert word.after == "Ngỗ" and 0.999 < word.confidence < 1
    assert others and "Ngỗ" not in others and word.confidence + sum(others.values()) <= 1 + 1e-9


@pytest.mark.parametrize(
    "text",
    [
        "Bạn Mai trồng lan",
        "Tổ ba có Hoa, Lan, Kim",
        "Dùng phần mềm VssID, eKYC, mPOS.",
        "Cài app TikTok Shop ở xã",
    ],
)
def test_names_beside_a_few_words_with_vietnamese_letters_stay(text: str) -> None:
    assert restore(text) == text


def test_a_list_of_products_in_a_clean_text_stays() -> None:
    around = "Ủy ban nhân dân xã triển khai kế hoạch phòng bệnh trên địa bàn như sau.\n" * 4
    line = "Phun Deltamethrin 25EC, Icon; phát Chloramin T, gel Maxforce, bả Racumin."
    assert line in restore(around + line)


def test_names_of_the_peoples_of_the_highlands_are_no_sign_of_a_reading() -> None:
    around = "Ủy ban nhân dân xã tổ chức ngày hội văn hóa các dân tộc tại nhà rông với sự tham gia của nhân dân.\n" * 4
    line = "Nghệ nhân Rơ Châm Pơi, Siu Blêk, bà Rơ Mah H'Pin ở làng Sìn Súi."
    assert line in restore(around + line)
