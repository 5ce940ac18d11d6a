"""Recovery of what was read: lines by paragraph, cells one by one, and the corrections that are reported."""

from __future__ import annotations

from viextract.language.syllables import strip_marks
from viextract.model.decision import replay
from viextract.model.document import Document
from viextract.options import Options
from viextract.read import read_document
from viextract.recover import recover_document, restore

TRUE = """\
Thực hiện chỉ đạo của Tỉnh ủy, Ủy ban nhân dân thị xã Hòa Lâm ban hành kế hoạch
giữ gìn vệ sinh đường phố năm 2030, cụ thể như sau:
1. Các tổ dân phố vận động nhân dân phân loại rác thải tại nguồn.
2. Phòng Văn hóa và Thông tin tuyên truyền trên hệ thống loa truyền thanh."""

UNSETTLED = """\
Cac co quan, đon vi phối hop chat che trong viec to chức thuc hien ke hoach nay, kip thoi bao cao
nhung kho khăn vưong mắc ve Uy ban nhan dan xã de xem xet, giai quyet theo quy dinh hiện hành"""
"""A poor reading that one round of recovery leaves with words that the next mends."""


def read(text: str) -> Document:
    return read_document(text.encode(), Options(), name="plan.txt")


def texts(document: Document) -> list[str]:
    return [line.text for line in document.lines()]


def test_lines_come_back_on_their_lines() -> None:
    document = recover_document(read(strip_marks(TRUE)), Options())
    assert texts(document) == TRUE.split("\n")


def test_a_document_is_recovered_as_its_text_is() -> None:
    assert "\n".join(texts(recover_document(read(strip_marks(TRUE)), Options()))) == restore(strip_marks(TRUE))


def test_a_poor_reading_comes_out_of_a_document_and_of_a_text_alike_and_then_stays() -> None:
    document = recover_document(read(UNSETTLED), Options())
    once = texts(document)
    assert "\n".join(once) == restore(UNSETTLED)
    assert texts(recover_document(read("\n".join(once)), Options())) == once
    for line in document.lines():
        assert line.text == replay(line.raw, line.decisions)


def test_every_correction_says_where_it_was_made() -> None:
    stripped = strip_marks(TRUE)
    document = recover_document(read(stripped), Options())
    assert document.corrections
    lines = stripped.split("\n")
    for correction in document.corrections:
        assert correction.before != correction.after
        assert 0 <= correction.confidence <= 1
        assert len(correction.alternatives) <= 3
        assert correction.source is not None
        assert correction.before in lines[correction.source.lines[0] - 1]


def test_clean_documents_have_no_corrections() -> None:
    document = recover_document(read(TRUE), Options())
    assert texts(document) == TRUE.split("\n")
    assert document.corrections == []


def test_a_doubtful_line_lowers_its_confidence_and_a_clear_one_does_not() -> None:
    document = recover_document(read("Ủy ban nhân dân\n\n" + strip_marks("họp tại nhà ông Quyền")), Options())
    confidences = [line.confidence for line in document.lines() if line.text]
    assert min(confidences) < 0.9 < 0.99 < max(confidences)


def test_progress_is_reported_from_nothing_to_all() -> None:
    seen: list[tuple[str, int, int]] = []
    recover_document(read(TRUE), Options(), progress=lambda *row: seen.append(row))
    assert seen[0] == ("recover", 0, 1)
    assert seen[-1] == ("recover", 1, 1)


def test_the_profile_of_the_options_is_obeyed() -> None:
    stripped = strip_marks(TRUE)
    assert texts(recover_document(read(stripped), Options(profile="clean"))) == stripped.split("\n")
