"""How far a text is to be trusted."""

from __future__ import annotations

import lzma
import os
from pathlib import Path

import pytest

from viextract.data import read_tsv
from viextract.language.legacy.codepages import CodePage, encode
from viextract.language.quality import is_foreign, text_quality
from viextract.language.syllables import strip_marks, syllable_set

SHARED = Path(os.environ.get("VIEXTRACT_SHARED") or Path(__file__).resolve().parents[2] / "../shared")

CLEAN = """\
Thực hiện chỉ đạo của cấp trên về việc giữ gìn vệ sinh chung, Ủy ban nhân dân phường Tân Giang xây dựng kế hoạch dọn dẹp
các tuyến đường nội bộ trước mùa mưa năm 2031, cụ thể như sau:
1. Phòng Quản lý đô thị chủ trì kiểm tra toàn bộ cống thoát nước, báo cáo kết quả trước ngày 15/4/2031.
2. Các tổ dân phố vận động mỗi gia đình quét dọn sạch sẽ trước cửa nhà mình vào sáng thứ bảy hằng tuần.
a) Số buổi ra quân: 12 buổi; diện tích cây xanh trồng thêm: 350 m2; kinh phí: 45,5 triệu đồng (Tờ trình 08/TTr-TG).
"""
WRONG_LANGUAGE = """\
Thurc hién chi dao cua cp trén vé viéc gitr gin vé sinh chung, Uy ban nhan dan phuong Tan Giang xdy dung ké hoach
don dep cac tuyén dudng ndi b6 trudc mtia mua nam 2031, cu thé nhu sau:
"""
POOR_SCAN = CLEAN.replace("dựng", "dưng").replace("việc", "viêc").replace("cấp", "câp").replace("quét", "quẻt")
ENGLISH = """\
The committee has decided that the streets of the ward are to be cleaned before the rain comes, and that each of the
households will take part in this work on Saturday mornings.
"""
FRENCH = (
    "Les rues du quartier sont nettoyées par les habitants avant la saison des pluies, et cette tâche est pour tous."
)
GERMAN = (
    "Die Straßen des Viertels werden vor der Regenzeit von den Bewohnern gereinigt, und das ist für alle eine Pflicht."
)


def test_clean_prose_is_trusted_and_nothing_speaks_against_it() -> None:
    quality = text_quality(CLEAN)
    assert quality.score >= 0.95
    assert quality.reasons == ()
    assert quality.vietnamese
    assert 0.75 < quality.marked < 0.95


def test_text_without_marks_is_not_trusted_and_the_reason_is_said() -> None:
    quality = text_quality(strip_marks(CLEAN))
    assert quality.score < 0.05
    assert quality.marked == 0
    assert any("marks are missing" in reason for reason in quality.reasons)


def test_the_reading_of_an_engine_for_another_language_is_ruined() -> None:
    quality = text_quality(WRONG_LANGUAGE)
    assert quality.score < 0.2
    assert quality.vietnamese


def test_a_poor_scan_stands_between() -> None:
    assert 0.3 < text_quality(POOR_SCAN).score < 0.95


def test_more_damage_never_scores_better() -> None:
    words = CLEAN.split()
    scores = [text_quality(" ".join(["nhiệrn"] * n + words[n:])).score for n in range(0, len(words), 10)]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("text", [ENGLISH, FRENCH, GERMAN])
def test_another_language_is_told_apart_and_is_not_called_damaged(text: str) -> None:
    quality = text_quality(text)
    assert not quality.vietnamese
    assert quality.score > 0.9
    assert any("another language" in reason for reason in quality.reasons)


def test_a_quotation_in_another_language_does_not_count_against_a_vietnamese_text() -> None:
    quality = text_quality(CLEAN + ENGLISH)
    assert quality.vietnamese
    assert 0 < quality.foreign < 0.5
    assert quality.score > 0.95


def test_a_name_that_recurs_is_no_damage() -> None:
    assert text_quality(CLEAN + "Công ty Zenfarm tham gia.\n" * 3).score > 0.95


@pytest.mark.parametrize("page", ["tcvn3", "vni", "viscii"])
def test_an_old_encoding_is_named(page: CodePage) -> None:
    quality = text_quality(encode(CLEAN, page))
    assert quality.encoding == page
    assert quality.score < 0.2
    assert quality.reasons[0] == f"written in an encoding from before Unicode ({page})"


def test_control_and_private_use_characters_count() -> None:
    quality = text_quality(CLEAN.replace("ệ", "\x02").replace("ộ", "\ue123"))
    assert quality.odd > 0.005
    assert quality.score < 0.5
    assert any("private-use" in reason for reason in quality.reasons)


def test_a_bullet_in_a_symbol_font_does_not() -> None:
    assert text_quality("\uf0b7 Các tổ dân phố vận động từng gia đình\n" * 5).odd == 0


@pytest.mark.parametrize("text", ["", " \n\t\n"])
def test_no_text_is_not_trusted(text: str) -> None:
    assert text_quality(text).score == 0
    assert text_quality(text).reasons == ("no text",)


def test_figures_alone_are_not_condemned() -> None:
    quality = text_quality("1\t2.350\t12,5%\n2\t1.200\t98,0%\n")
    assert quality.score > 0.9
    assert quality.words == 0
    assert "too few words to judge" in quality.reasons


@pytest.mark.parametrize("text", ["\x00", "\ud800", "\ufffd" * 50, "a" * 10_000, "/" * 999, "(cid:12)(cid:13)"])
def test_odd_text_gets_a_score_too(text: str) -> None:
    assert 0 <= text_quality(text).score <= 1


def test_a_line_is_foreign_only_by_several_function_words() -> None:
    assert is_foreign("on behalf of the committee")
    assert not is_foreign("Internet banking")
    assert not is_foreign("the thao va du lich")
    assert not is_foreign("")


def test_no_foreign_word_is_a_marked_or_common_syllable() -> None:
    words = [row["word"] for row in read_tsv("foreign_words.tsv")]
    assert len(words) == len(set(words))
    assert all(row["languages"] and row["source"] for row in read_tsv("foreign_words.tsv"))
    assert len(syllable_set().intersection(words)) < 10


@pytest.mark.accuracy
@pytest.mark.parametrize(("name", "low", "high"), [("000", 0.95, 1.0), ("004", 0.95, 1.0), ("003", 0.0, 0.1)])
def test_plans_are_judged_as_a_reader_would(name: str, low: float, high: float) -> None:
    path = SHARED / "seeds" / f"{name}.txt"
    if not path.is_file():
        pytest.skip(f"no evaluation data at {SHARED}")
    assert low <= text_quality(path.read_text("utf-8")).score <= high


@pytest.mark.accuracy
@pytest.mark.parametrize(("name", "low", "high"), [("admin", 0.0, 0.05), ("vie", 0.4, 0.95)])
def test_pages_of_ocr_are_judged_by_the_engine_that_read_them(name: str, low: float, high: float) -> None:
    path = SHARED / "noise" / f"{name}.tsv.xz"
    if not path.is_file():
        pytest.skip(f"no evaluation data at {SHARED}")
    with lzma.open(path, "rt", encoding="utf-8") as stream:
        pairs = [line.rstrip("\n").split("\t") for line, _ in zip(stream, range(2000), strict=False)]
    read = text_quality("\n".join(pair[0] for pair in pairs))
    true = text_quality("\n".join(pair[1] for pair in pairs))
    assert low <= read.score <= high
    assert true.score >= 0.97


@pytest.mark.parametrize(
    "address",
    [
        "https://hop.example.com/opn-jvph-cwi",
        "www.example.gov.vn/abc-xyz",
        "vanthu.khtc@holam.example.vn",
        "Họp qua Google Meet, Zoom và Zalo, có link",
        "- Chi bộ (bc);",
        "- Các đội (ph/h);",
    ],
)
def test_addresses_and_names_of_services_say_nothing_about_a_text(address):
    assert text_quality(CLEAN + address).score >= text_quality(CLEAN).score - 0.001


@pytest.mark.parametrize(
    "names",
    [
        "Đăk Rmai, Kdroh, Đak Somri, Ya Hrai, Krong Nuk, Chư Pral và Kông Brơ",
        "Kpă H'Lin, Ksor Blú, Rmah Djoan, Siu Pơih, Nay Drơng",
        "Sofia Rossini, Klaus Brandt, Jane Whitley, Marc Dufour",
    ],
)
def test_lists_of_names_say_nothing_about_a_text(names):
    assert text_quality(CLEAN + names).score > text_quality(CLEAN).score - 0.02


def test_damaged_prose_with_commas_is_no_list_of_names():
    damaged = "Thurc hién chi dao, gitr gin vé sinh, UY BAN NHÂN DAÑ, dudng ndi b6, trudc mtia"
    assert text_quality(CLEAN + damaged).score < text_quality(CLEAN).score - 0.1
