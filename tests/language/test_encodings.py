"""Vietnamese encodings from before Unicode: found by their look alone, and turned into Unicode."""

from __future__ import annotations

import os
import sys
import unicodedata
from pathlib import Path

import pytest

from tests.growth import calls_of, reads_in_linear_time
from viextract.data import read_tsv
from viextract.language.legacy.codepages import CODE_PAGES, CodePage, compose, convert, encode, shown
from viextract.language.legacy.encodings import (
    Encoding,
    decode_bytes,
    detect,
    repair_mojibake,
    to_unicode,
    to_unicode_with_edits,
)
from viextract.language.legacy.soft_hyphens import restore_horns, without_horn
from viextract.language.syllables import MARKED_LETTERS

SHARED = Path(os.environ.get("VIEXTRACT_SHARED") or Path(__file__).resolve().parents[2] / "../shared")

PLAN = """\
ỦY BAN NHÂN DÂN PHƯỜNG TÂN GIANG
Kế hoạch dọn dẹp vệ sinh các tuyến đường trước mùa mưa năm 2031
Căn cứ ý kiến của các tổ dân phố, Ủy ban nhân dân phường quyết định như sau:
1. Mỗi gia đình quét dọn trước cửa nhà mình vào sáng thứ bảy; thời gian: từ 6h30 đến 8h00.
2. Đội xung kích chở rác tới bãi tập kết, bảo đảm sạch sẽ, gọn gàng, không để nước đọng.
\tGhi chú: kinh phí 45,5 triệu đồng (Tờ trình 08/TTr-TG), diện tích 350 m2.
"""
SHORT = "Nơi nhận"
ENGLISH = "The committee's résumé cites a naïve façade; see § 5, “Notes” – 25 °C ± 2 µm, ½ of £3 or ¥40 (© 2031).\n"
FRENCH = "Dès l'été, où les élèves étaient là, la façade du théâtre fut repeinte : « ça alors ! », dit-il à Noël.\n"
GERMAN = "Die Straße über den Fluß wird für größere Züge gesperrt; »Änderungen« kündigt die Behörde früh an.\n"
SPANISH = "El niño pidió permiso: «¿Cuándo saldrá el próximo tren hacia Málaga?». Nadie respondió al señor.\n"
CODES = '128/KH-UBND\t2031-05-04\thttps://example.org/a?b=1&c=%20\t{"k": [1, 2]}\tA×B ≥ 10±2\tα β Ω\t☐ ✓\n'


def fold(text: str, page: str) -> str:
    """TCVN3 has no capitals with a tone: what it stores is compared without case."""
    return text.casefold() if page == "tcvn3" else text


# --- the tables ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", [page for page in CODE_PAGES if page != "windows1258"])
def test_a_table_has_every_letter_once(page: CodePage) -> None:
    letters = [row["character"] for row in read_tsv(f"encodings/{page}.tsv")]
    assert len(letters) == len(set(letters))
    wanted = {c for c in MARKED_LETTERS if c.islower() or c in "ĂÂÊÔƠƯĐ"} if page == "tcvn3" else MARKED_LETTERS
    assert set(letters) == wanted


@pytest.mark.parametrize("page", CODE_PAGES)
def test_codes_are_unique_bytes_and_have_a_source(page: CodePage) -> None:
    rows = list(read_tsv(f"encodings/{page}.tsv"))
    codes = [bytes.fromhex(row["code"]) for row in rows]
    assert len(codes) == len(set(codes))
    assert all(row["source"] for row in rows)


@pytest.mark.parametrize("page", [page for page in CODE_PAGES if page != "tcvn3"])
def test_every_letter_comes_back_from_every_code_page(page: CodePage) -> None:
    for letter in sorted(MARKED_LETTERS):
        assert convert(encode(letter, page), page) == letter


def test_tcvn3_keeps_small_letters_and_the_seven_toneless_capitals() -> None:
    for letter in sorted(MARKED_LETTERS):
        assert convert(encode(letter, "tcvn3"), "tcvn3") == (letter if letter in "ĂÂÊÔƠƯĐ" else letter.lower())


def test_windows_1258_is_python_s_own() -> None:
    for code in range(0x80, 0x100):
        try:
            meant = bytes([code]).decode("cp1258")
        except UnicodeDecodeError:
            continue
        seen = bytes([code]).decode("cp1252", errors="replace")
        assert convert(seen, "windows1258") in (meant, compose(meant))


@pytest.mark.parametrize(
    ("page", "seen", "meant"),
    [
        ("tcvn3", "Céng hoµ x· héi chñ nghÜa", "Cộng hoà xã hội chủ nghĩa"),
        ("tcvn3", "§éc lËp - Tù do - H¹nh phóc", "Độc lập - Tự do - Hạnh phúc"),
        ("vni", "Coäng hoøa xaõ hoäi chuû nghóa", "Cộng hòa xã hội chủ nghĩa"),
        ("vni", "ÑOÄC LAÄP - TÖÏ DO - HAÏNH PHUÙC", "ĐỘC LẬP - TỰ DO - HẠNH PHÚC"),
        ("viscii", "Ðµc l§p - Tñ do - HÕnh phúc", "Độc lập - Tự do - Hạnh phúc"),
        ("vps", "ñ¶c lÆp - T¿ do - Hånh phúc", "Độc lập - Tự do - Hạnh phúc"),
        ("windows1258", "Ðôòc lâòp - Týò do - Haònh phuìc", "Độc lập - Tự do - Hạnh phúc"),
    ],
)
def test_the_motto_is_read(page: CodePage, seen: str, meant: str) -> None:
    assert convert(seen, page) == meant
    assert detect(seen).encoding == page
    assert to_unicode(seen) == meant


# --- whole documents -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", CODE_PAGES)
def test_a_document_is_named_and_comes_back_whole(page: CodePage) -> None:
    seen = encode(PLAN, page)
    assert detect(seen).encoding == page
    assert fold(to_unicode(seen), page) == fold(PLAN, page)


@pytest.mark.parametrize("page", CODE_PAGES)
def test_reading_twice_changes_nothing_more(page: CodePage) -> None:
    once = to_unicode(encode(PLAN, page))
    assert to_unicode(once) == once


@pytest.mark.parametrize("page", ["tcvn3", "vni", "viscii"])
def test_a_line_of_it_amid_unicode_is_read_and_the_rest_stays(page: CodePage) -> None:
    lines = PLAN.split("\n")
    text = "\n".join([*lines[:3], encode(lines[3], page), *lines[4:]])
    assert fold(to_unicode(text), page) == fold(PLAN, page)
    assert detect(text).lines[3] == page
    assert detect(text).lines[2] == "unicode"
    assert detect(text).encoding == "mixed"


def test_one_file_can_mix_encodings_line_by_line_and_cell_by_cell() -> None:
    pages: list[Encoding] = ["vni", "unicode", "tcvn3", "vni", "tcvn3", "unicode"]
    lines = PLAN.split("\n")[: len(pages)]
    stored = [line if page == "unicode" else encode(line, page) for line, page in zip(lines, pages, strict=True)]  # type: ignore[arg-type]
    assert to_unicode("\n".join(stored)).casefold() == "\n".join(lines).casefold()
    assert to_unicode(f"{encode(lines[2], 'tcvn3')}\t{lines[3]}").casefold() == f"{lines[2]}\t{lines[3]}".casefold()


def test_a_short_line_takes_the_encoding_of_the_document() -> None:
    document = f"{PLAN}{SHORT}\nBộ\n"
    assert to_unicode(encode(document, "tcvn3")).casefold() == document.casefold()


def test_lines_stay_lines() -> None:
    seen = encode(PLAN, "vps").replace("\n", "\r\n") + "\n\n\f" + SHORT
    assert to_unicode(seen).count("\n") == seen.count("\n")
    assert to_unicode(seen).count("\f") == 1


def test_capitals_amid_capitals_are_raised_in_tcvn3() -> None:
    assert to_unicode("PH¦¥NG ¸N Tæ CHøC HéI NGHÞ N¡M 2031") == "PHƯƠNG ÁN TỔ CHỨC HỘI NGHỊ NĂM 2031"
    assert to_unicode("Ph­¬ng ¸n tæ chøc cña UBND x·") == "Phương án tổ chức của UBND xã"


# --- the ư that is lost ----------------------------------------------------------------------------------------------


def test_a_lost_u_horn_is_put_back() -> None:
    seen = encode(PLAN, "tcvn3").replace("\u00ad", "")
    assert "ư" not in convert(seen, "tcvn3")
    assert to_unicode(seen).casefold() == PLAN.casefold()


def test_a_minus_sign_in_its_place_is_read_as_the_letter_but_not_between_figures() -> None:
    seen = encode("Dự án được giao cho phường Tân Giang trong giai đoạn", "tcvn3").replace("\u00ad", "\u2212")
    assert to_unicode(f"{seen} 2031\u22122035") == "Dự án được giao cho phường Tân Giang trong giai đoạn 2031\u22122035"


@pytest.mark.parametrize(
    "words",
    [
        "trung ương và địa phương",
        "đầu tư nước ngoài",
        "như đã nêu ở trên nhưng chưa được phê duyệt",
        "đa dạng hóa và đưa vào sử dụng",
        "công tác văn thư lưu trữ",
        "điểm c khoản 2",
        "cha mẹ hoặc người giám hộ",
    ],
)
def test_the_words_beside_it_decide_where_a_word_can_be_read_in_two_ways(words: str) -> None:
    meant = words.split()
    assert restore_horns([without_horn(word) for word in meant]) == meant


def test_words_of_a_table_without_loss_are_left() -> None:
    assert restore_horns(["KH", "x", "S", "TM", "V"]) == ["KH", "x", "S", "TM", "V"]


# --- what must stay --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", [PLAN, ENGLISH, FRENCH, GERMAN, SPANISH, CODES, SHORT, "", "\n", "Céng", "tháng 5\u00ad", "Â° Ã"]
)
def test_unicode_stays_byte_for_byte(text: str) -> None:
    assert to_unicode(text) == text
    assert to_unicode_with_edits(text) == (text, [])
    assert detect(text).encoding == "unicode"


@pytest.mark.parametrize("text", [ENGLISH, FRENCH, GERMAN, SPANISH, CODES])
def test_other_text_stays_in_the_middle_of_a_converted_document_s_unicode_neighbours(text: str) -> None:
    assert to_unicode(f"{PLAN}{text}{PLAN}") == f"{PLAN}{text}{PLAN}"


def test_what_an_ocr_engine_of_another_language_read_is_no_code_page() -> None:
    text = (
        "Cac hé gia dinh thuéc dia ban phuéng déu tham gia, vé viéc nay phéi bao cao vé Uy ban nhan dan.\n"
        "Chuong trinh héi thi trén dia ban, quéc 16 sé 9, mét sé hé gép vén, lién hé vdi té dan phé.\n"
    )
    assert to_unicode(text) == text
    assert to_unicode(f"{PLAN}{text}") == f"{PLAN}{text}"


@pytest.mark.parametrize("text", ["\x00\x01", "\ud800", "\uf0e5" * 9, "¸" * 50, "«»" * 9, "đ" * 99, "\x02\x03\x1d"])
def test_odd_text_never_fails(text: str) -> None:
    assert to_unicode(text).count("\n") == 0
    assert 0 <= detect(text).score <= 1


# --- decomposed and misread Unicode ----------------------------------------------------------------------------------


def test_decomposed_letters_are_composed_in_any_order_of_marks() -> None:
    assert to_unicode(unicodedata.normalize("NFD", PLAN)) == PLAN
    assert to_unicode("\u0065\u0323\u0302") == to_unicode("\u00ea\u0323") == "ệ"


def test_composing_leaves_what_is_no_letter_with_marks() -> None:
    assert to_unicode("10 \u2126, 5 \u212b, Kế") == "10 \u2126, 5 \u212b, Kế"


@pytest.mark.parametrize("misread_as", ["latin-1", "cp1252"])
def test_misread_utf8_is_repaired_also_when_misread_twice(misread_as: str) -> None:
    text = "Tổ dân phố số 7 họp “lần đầu” – có 45 gia đình tham dự đầy đủ, vui vẻ"
    for rounds in (1, 2):
        seen = text
        for _ in range(rounds):
            seen = seen.encode("utf-8").decode(misread_as, errors="strict" if misread_as == "latin-1" else "ignore")
        if misread_as == "latin-1" or rounds == 1:
            words = zip(text.split(), to_unicode(seen).split(), strict=False)
            assert sum(a == b for a, b in words) >= 0.7 * len(text.split())
    assert repair_mojibake(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "HỘI THI “LÀNG ĐẸP XÃ”\nỦY BAN NHÂN DÂN XÃ BÃI SẬY",
        "ỦY BAN NHÂN DÂN XÃ\u00a0BÃI SẬY",
        "XÃ\u00a0TAM HOA",
        "“XÃ” – XÃ–",
    ],
)
def test_a_capital_a_with_a_tilde_before_a_sign_is_meant(text: str) -> None:
    assert repair_mojibake(text) == text


def test_a_misread_text_comes_back_with_its_capitals_and_signs() -> None:
    text = "ỦY BAN NHÂN DÂN XÃ BÃI SẬY và các xã “Tân Hòa” – XÃ VEN"
    seen = "".join(shown(byte) for byte in text.encode())
    assert repair_mojibake(seen) == text
    assert repair_mojibake(seen.replace("\u00a0", " ")) == text


def test_a_no_break_space_that_became_a_space_is_known_in_a_misread_text() -> None:
    assert to_unicode("NhÃ  mÃ¡y vÃ  kho háº¡t") == "Nhà máy và kho hạt"


# --- edits and bytes -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", CODE_PAGES)
def test_edits_lead_from_the_one_text_to_the_other(page: CodePage) -> None:
    seen = encode(PLAN, page) + ENGLISH
    converted, edits = to_unicode_with_edits(seen)
    rebuilt, at = "", 0
    for edit in edits:
        assert at <= edit.start < edit.end
        rebuilt += seen[at : edit.start] + edit.after
        at = edit.end
    assert rebuilt + seen[at:] == converted == to_unicode(seen)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (PLAN.encode("utf-8"), "utf-8"),
        (PLAN.encode("utf-8-sig"), "utf-8"),
        (PLAN.encode("utf-16"), "utf-16"),
        (PLAN.encode("utf-16-le"), "utf-16"),
        (PLAN.encode("utf-16-be"), "utf-16"),
        (encode(PLAN, "vni").encode("cp1252"), "vni"),
        (encode(PLAN, "tcvn3").encode("cp1252"), "tcvn3"),
        (encode(PLAN, "windows1258").encode("cp1252"), "windows1258"),
        (PLAN.encode("utf-8") + b"\xa0\n", "utf-8"),
    ],
)
def test_bytes_are_read_by_what_they_are(data: bytes, name: str) -> None:
    text, found = decode_bytes(data)
    assert found == name
    assert text.casefold().split() == PLAN.casefold().split()


@pytest.mark.parametrize("page", ["vps", "viscii"])
def test_bytes_of_code_pages_with_letters_on_control_codes(page: CodePage) -> None:
    data = bytes(int(row["code"], 16) for row in read_tsv(f"encodings/{page}.tsv"))
    assert len(data) == 134
    stored = b"".join(
        next(bytes.fromhex(row["code"]) for row in read_tsv(f"encodings/{page}.tsv") if row["character"] == c)
        if c in MARKED_LETTERS
        else c.encode("ascii")
        for c in PLAN
    )
    assert decode_bytes(stored) == (PLAN, page)


@pytest.mark.parametrize("data", [b"", b"\x00", b"\xff", bytes(range(256)), b"caf\xe9 noir\n"])
def test_any_bytes_give_text(data: bytes) -> None:
    text, name = decode_bytes(data)
    assert isinstance(text, str)
    assert name in {"utf-8", "utf-16", "windows-1252", *CODE_PAGES, "mixed"}


def test_western_text_is_windows_1252() -> None:
    assert decode_bytes("Un café « noir » à l’été".encode("cp1252")) == ("Un café « noir » à l’été", "windows-1252")


# --- speed and real files --------------------------------------------------------------------------------------------


def test_clean_text_is_searched_as_a_whole_and_not_word_by_word() -> None:
    text = PLAN * 3000
    assert to_unicode(text) is text
    assert calls_of(lambda: to_unicode(PLAN * 300)) == calls_of(lambda: to_unicode(text))


def test_clean_text_passes_in_time_that_grows_with_its_length() -> None:
    assert reads_in_linear_time(to_unicode, PLAN, short=1000, factor=4)


@pytest.mark.accuracy
def test_real_files_are_read() -> None:
    folder = SHARED / "eval" / "legacy"
    if not folder.is_dir():
        pytest.skip(f"no evaluation data at {SHARED}")
    sys.path.insert(0, str(SHARED / "eval"))
    try:
        from score_text import aggregate_viparse, diacritic_scores
    finally:
        sys.path.pop(0)
    rows = []
    for raw in sorted(folder.glob("*.raw.txt")):
        gold = raw.with_name(raw.name.replace(".raw.", ".gold."))
        rows.append(diacritic_scores(gold.read_text("utf-8"), to_unicode(raw.read_text("utf-8"))))
        assert rows[-1]["diacritic_accuracy"] >= 0.97, raw.name
    assert aggregate_viparse(rows)["diacritic_accuracy"] >= 0.997
