"""What is repaired before the decoder in text that an engine with the wrong language has ruined."""

from __future__ import annotations

import pytest

from viextract.language.quality import is_foreign
from viextract.recover import apply, explain, restore
from viextract.recover.letters_as_signs import letters_as_signs
from viextract.recover.list_letters import list_letters
from viextract.recover.misread_stops import misread_stops
from viextract.recover.run_together import parts, run_together

RUINED = """Uy ban nhan dan xa An Lac xay dung ké hoach trong hoa nam 2030 nhu sau: van déng nhan dan cdc thén déng gép
ngay céng, vat liéu dé 1am dudng hoa; giao cac thén (6 chirc thye hién va bdo cdo két qua truéc ngay 15/12/2030.
"""


@pytest.mark.parametrize(
    ("line", "printed"),
    [
        ("thu gom. phan loai rac", "thu gom, phan loai rac"),
        ("12, To chirc hop dan", "12. To chirc hop dan"),
        ("cua xa. ngay 5 thang 6", "cua xa. ngay 5 thang 6"),
        ("Xong viéc. Hop dan", "Xong viéc. Hop dan"),
        ("12, 13 va 14", "12, 13 va 14"),
        ("v.v. theo quy dinh", "v.v. theo quy dinh"),
        ("cdc thén bao.cao két qua", "cdc thén bao cao két qua"),
        ("thu.gom@xa.vn va thu.docx", "thu.gom@xa.vn va thu.docx"),
    ],
)
def test_what_stands_behind_a_stop_tells_which_it_is(line: str, printed: str) -> None:
    for start, end, after in reversed(misread_stops([line])[0]):
        line = line[:start] + after + line[end:]
    assert line == printed


@pytest.mark.parametrize(
    ("below", "printed"),
    [("cdc thén", "van déng nhan dan"), ("Cac thén", "van déng nhan dan :"), ("- Thén An", "van déng nhan dan :")],
)
def test_a_colon_apart_is_dirt_where_the_sentence_goes_on(below: str, printed: str) -> None:
    line = "van déng nhan dan :"
    for start, end, after in misread_stops([line, below])[0]:
        line = line[:start] + after + line[end:]
    assert line == printed


def test_a_full_stop_that_lost_its_space_before_a_small_letter_is_a_speck() -> None:
    assert "vật liệu" in restore(RUINED.replace("vat liéu", "vat.liéu"))
    assert "thực hiện" in restore(RUINED.replace("thye hién", "thye.hién"))


@pytest.mark.parametrize(
    ("line", "printed"),
    [
        ("THO! GIAN", "THOI GIAN"),
        ("NGH] QUYET", "NGHI QUYET"),
        ("PHAN PHO!", "PHAN PHOI"),
        ("[NGH] QUYET", "[NGH] QUYET"),
        ("tr] gia V], DON V]", "tri gia VI, DON VI"),
        ("thanh [ap quy", "thanh lap quy"),
        ("[theo quy dinh] va", "[theo quy dinh] va"),
        ("gom [Nha", "gom [Nha"),
        ("[theo quy dinh", "[theo quy dinh"),
        ("CHUC MUNG! Hop", "CHUC MUNG! Hop"),
    ],
)
def test_an_i_of_capitals_may_be_a_sign(line: str, printed: str) -> None:
    for start, end, after in reversed(letters_as_signs([line])[0]):
        line = line[:start] + after + line[end:]
    assert line == printed


@pytest.mark.parametrize(
    ("run", "words"),
    [
        ("banhanhkéhoach", ["ban", "hanh", "ké", "hoach"]),
        ("CUAUYBANNHANDAN", ["CUA", "UY", "BAN", "NHAN", "DAN"]),
        ("identification", ["identification"]),
        ("Environment", ["Environment"]),
        ("UBNDTTHDND", ["UBNDTTHDND"]),
        ("iiiiiiiiiiii", ["iiiiiiiiiiii"]),
    ],
)
def test_a_run_of_words_is_parted_and_a_foreign_word_is_not(run: str, words: list[str]) -> None:
    assert parts([run]) == ({run: words} if len(words) > 1 else {})


def test_a_body_is_parted_from_a_word_of_one_letter() -> None:
    assert restore(RUINED + "theo huong dan cua SG'Y té va BOY té").endswith("theo hướng dẫn của Sở Y tế và Bộ Y tế")
    assert run_together(["BUY te", "SY gia"]) == [[(0, 3, "Bộ Y")], []]
    assert run_together(["SY t€ xa", "BOY t&", "SY t€n"]) == [[(0, 2, "Sở Y")], [(0, 3, "Bộ Y")], []]


def test_runs_are_found_where_they_stand() -> None:
    assert run_together(["theo (banhanhkéhoach), va"]) == [[(6, 20, "ban hanh ké hoach")]]
    assert run_together(["nghiéng nhung"]) == [[]]


@pytest.mark.parametrize(
    ("labels", "printed"),
    [
        ("abcdde", "abcdđe"),
        ("ab¢dd", "ab¢dđ"),
        ("abcddabc", "abcdđabc"),
        ("abcddf", "abcddf"),
        ("dde", "dde"),
        ("abddc", "abddc"),
    ],
)
def test_the_letter_behind_d_is_the_other_one(labels: str, printed: str) -> None:
    for indent in ("", " ", "     "):
        edits = list_letters([f"{indent}{letter}) Trong hoa" for letter in labels])
        assert "".join(row[0][2] if row else letter for row, letter in zip(edits, labels, strict=True)) == printed


def test_words_that_were_run_together_come_back() -> None:
    read = RUINED + "Giao Van phong theodéitinhhinhthyehién ké hoach."
    report = explain(read)
    assert "theo dõi tình hình thực hiện kế hoạch." in report.text
    assert apply(read, report.changes) == report.text


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("dién tich (m2) cla tung thén", "(m2)"),
        ("theo Diéu 15a Nghi dinh", "Điều 15a Nghị định"),
        ("phai tra 101 bang van ban", "trả lời bằng văn bản"),
        ("so lwong 101 ngwoi", "101"),
        ("giao cac thén (6 chirc hop", "tổ chức họp"),
        ("la co s¢ dé dap (ng nhu cau", "đáp ứng nhu cầu"),
        ("van déng moi ngu oi tham gia", "mọi người tham gia"),
    ],
)
def test_what_is_no_word_and_what_is_one(read: str, printed: str) -> None:
    assert printed in restore(RUINED + read)


def test_a_line_of_capitals_that_could_all_be_words_is_not_foreign() -> None:
    line = "TRACH NHIEM CU THE DO XA GIAO"
    assert not is_foreign(line)
    assert is_foreign("THE PLAN HAS BEEN DRAWN UP BY THE OFFICE")
    assert restore(RUINED + line).split("\n")[-1] == "TRÁCH NHIỆM CỤ THỂ DO XÃ GIAO"


def test_a_figure_is_no_word_where_that_is_doubtful() -> None:
    found = explain("Uy ban nhén dan phudng Tan Giang td chirc hoc tip 6 cho can bd")
    [figure] = [token for token in found.tokens if token.before == "6"]
    assert figure.after == "6"
    assert figure.confidence < 0.5
    assert "ở" in dict(figure.alternatives)


@pytest.mark.parametrize(
    ("read", "kept"),
    [
        ("hop luc 7h30 ngay 12/5", "7h30"),
        ("tir 8h00 dén 10h30", "10h30"),
        ("luc 14g30 ngay 3/4", "14g30"),
        ("tir 6h - 7h30'", "7h30'"),
        ("xe may 50cc", "50cc"),
        ("dai 12km; 5kg giong", "12km; 5kg"),
        ("rong 3m5, cao hon", "3m5"),
        ("céng suat 250kVA; dién ap 22kV", "250kVA"),
        ("Muc 2.1.a) khoan 3 Diéu 15", "2.1.a)"),
        ("Van ban dén ngay 1-6-2026", "1-6-2026"),
        ("sira cau tai QL20 va DT.725", "QL20"),
        ("xong trong Q1/2026", "Q1/2026"),
    ],
)
def test_hours_and_measures_are_no_words(read: str, kept: str) -> None:
    assert kept in restore(read, profile="wrong-language-ocr")


@pytest.mark.parametrize(
    "kept", ["VNeID", "ChatGPT", "MobiFone", "Samsung", "IoT", "Covid-19", "vanphong@hoalam.gov.vn", "H'Mai"]
)
def test_names_of_other_languages_and_addresses_are_kept(kept: str) -> None:
    read = f"Cac thén gtri danh sach qua {kept} truéc ngay 15/6"
    assert kept in restore(read, profile="wrong-language-ocr").split()


@pytest.mark.parametrize(
    ("line", "printed"),
    [
        ("d)Lao dong, hoc tap", "d)Lao động, học tập"),
        ("2.T6 chirc thye hién", "2.Tổ chức thực hiện"),
        ("a) To chirc hop dan", "a) Tổ chức họp dân"),
    ],
)
def test_a_label_without_its_space_stays(line: str, printed: str) -> None:
    assert printed in restore(RUINED + line).split("\n")


@pytest.mark.parametrize(
    ("line", "parted"),
    [
        ("cua SY té tinh", "cua Sở Y té tinh"),
        ("CUA SOY TE TINH", "CUA SỞ Y TE TINH"),
        ("cua so'y té tinh", "cua sở y té tinh"),
        ("cua soi te", "cua soi te"),
    ],
)
def test_the_body_of_health_is_parted_in_any_case(line: str, parted: str) -> None:
    for start, end, after in reversed(run_together([line])[0]):
        line = line[:start] + after + line[end:]
    assert line == parted


def test_no_lines_have_no_stops() -> None:
    assert misread_stops([]) == []
