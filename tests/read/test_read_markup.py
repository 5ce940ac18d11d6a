"""Web pages and e-mails are read as what they show."""

from __future__ import annotations

from email.headerregistry import UnstructuredHeader
from email.message import EmailMessage

import pytest

import viextract
from viextract.archive.mail_texts import mail_text
from viextract.errors import DamagedFileError, EmptyInputError
from viextract.options import Options
from viextract.read import read_document

OPTIONS = Options()
PAGE = """<!DOCTYPE html><html><head><meta charset="{charset}"><title>Trang</title><style>p {{ x }}</style></head><body>
<p>KẾ HOẠCH</p><h1>Nạo vét k&ecirc;nh</h1><ul><li>Kênh&nbsp;chính</li></ul>
<table><tr><th>TT<th>Việc</tr><tr><td><p>1</p></td><td><p>Vớt bèo</p><p>cắt cỏ</p></td></tr></table></body></html>"""


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "windows-1258"])
def test_a_web_page(charset: str) -> None:
    text = PAGE.format(charset=charset)
    data = text.encode(charset, "xmlcharrefreplace")
    document = read_document(data, OPTIONS)
    assert document.media_type == "text/html"
    assert [line.text for line in document.lines()] == [
        "KẾ HOẠCH",
        "Nạo vét kênh",
        "- Kênh chính",
        "TT\tViệc",
        "1\tVớt bèo cắt cỏ",
    ]


def lines_of(body: str) -> list[str]:
    document = read_document(f"<html><body>{body}</body></html>".encode(), OPTIONS)
    return [line.text for line in document.lines() if line.text]


HEAD = """<table><tr><td><b>ỦY BAN NHÂN DÂN<br>XÃ BẾN MƠ</b></td>
<td>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<br>Độc lập - Tự do - Hạnh phúc</td></tr>
<tr><td>Số: 9/KH-UBND</td><td><i>Bến Mơ, ngày 6 tháng 4 năm 2026</i></td></tr></table>"""
IN_ORDER = [
    "ỦY BAN NHÂN DÂN",
    "XÃ BẾN MƠ",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "Số: 9/KH-UBND",
    "Bến Mơ, ngày 6 tháng 4 năm 2026",
]


def test_a_table_that_sets_a_letterhead_is_lines_in_reading_order() -> None:
    assert lines_of(HEAD + "<p>KẾ HOẠCH</p>") == [*IN_ORDER, "KẾ HOẠCH"]


def test_a_table_that_sets_recipients_beside_the_signature() -> None:
    foot = """<table><tr><td><p>Nơi nhận:</p><p>- Các thôn;</p><p>- Lưu: VT.</p></td>
    <td>TM. ỦY BAN NHÂN DÂN<br>CHỦ TỊCH<br><br>Vi Văn Nậm</td></tr></table>"""
    signed = ["Nơi nhận:", "- Các thôn;", "- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Vi Văn Nậm"]
    assert lines_of("<p>Làm ngay.</p>" + foot) == ["Làm ngay.", *signed]
    both = HEAD.replace("</table>", "<tr><td>TT</td><td>Việc</td></tr>") + foot.removeprefix("<table>")
    assert lines_of(both) == [*IN_ORDER, "TT\tViệc", *signed]


def test_a_table_around_the_whole_page_is_none() -> None:
    page = f"<table><tr><td>{HEAD}<p>KẾ HOẠCH<p>Vớt bèo<table><tr><td>1<td>Kênh chính</table></td></tr></table>"
    assert lines_of(page) == [*IN_ORDER, "KẾ HOẠCH", "Vớt bèo", "1\tKênh chính"]


def test_a_table_inside_of_a_cell_is_text_of_the_cell() -> None:
    inner = "<table><tr><td>kênh<td>mương</table>"
    assert lines_of(f"<table><tr><td>1<td>Nạo vét{inner}<tr><td>2<td>Trồng cây</table>") == [
        "1\tNạo vét kênh mương",
        "2\tTrồng cây",
    ]


def test_tables_inside_of_tables_without_end() -> None:
    deep = "<table><tr><td>1<td>" * 3000 + "Vớt bèo"
    assert "Vớt bèo" in lines_of(deep)[-1]


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        ("<ol><li>vớt bèo</li><li>cắt cỏ</li></ol>", ["1. vớt bèo", "2. cắt cỏ"]),
        ("<ol><li>vớt bèo<ul><li>ở kênh</ul><li value='5'>cắt cỏ</ol>", ["1. vớt bèo", "- ở kênh", "5. cắt cỏ"]),
        ("<ol type=I start=4><li>vớt bèo</ol><ol type=a><li>cắt cỏ</ol>", ["IV. vớt bèo", "a. cắt cỏ"]),
        ("<ol start=x><li value>vớt bèo</ol><li>cắt cỏ", ["1. vớt bèo", "- cắt cỏ"]),
    ],
)
def test_items_have_the_numbers_that_a_browser_prints(markup: str, lines: list[str]) -> None:
    assert lines_of(markup) == lines


def mail(subtype: str, content: str, encoding: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["Subject"] = "a@b.vn", "Kế hoạch"
    message.set_content(content, subtype=subtype, cte=encoding)
    return message


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64", "8bit"])
@pytest.mark.parametrize(("subtype", "content"), [("plain", "Vớt bèo\ncắt cỏ\n"), ("html", "<p>Vớt bèo<br>cắt cỏ")])
def test_a_mail(subtype: str, content: str, encoding: str) -> None:
    document = read_document(mail(subtype, content, encoding).as_bytes(), OPTIONS)
    assert document.media_type == "message/rfc822"
    assert [line.text for line in document.lines()] == ["Subject: Kế hoạch", "Vớt bèo", "cắt cỏ"]
    assert document.warnings == []


def test_a_mail_without_a_subject() -> None:
    message = mail("plain", "Vớt bèo\n", "8bit")
    del message["Subject"]
    assert [line.text for line in read_document(message.as_bytes(), OPTIONS).lines()] == ["Vớt bèo"]


def test_the_subject_is_the_title_of_a_mail_that_has_none() -> None:
    message = mail("plain", "Kính gửi các tổ.\nĐề nghị Tổ Thủy lợi đo nước trước ngày 3/3/2026.\n", "8bit")
    message.replace_header("Subject", "Đo nước ở\tcác kênh")
    plan = viextract.extract(message.as_bytes(), OPTIONS)
    assert plan.header.title == "Đo nước ở các kênh"
    assert plan.header.type is None
    assert plan.coverage is not None and plan.coverage.placed == plan.coverage.words
    message = mail("plain", "KẾ HOẠCH\nDọn kênh năm 2026\nI. VIỆC\n- Dọn kênh.\n", "8bit")
    assert viextract.extract(message.as_bytes(), OPTIONS).header.title == "Dọn kênh năm 2026"


def test_attachments_are_told() -> None:
    message = mail("plain", "Gửi kèm kế hoạch.\n", "8bit")
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="ke-hoach.pdf")
    ((code, text, _),) = read_document(message.as_bytes(), OPTIONS).warnings
    assert (code, "ke-hoach.pdf" in text) == ("attachment-not-read", True)


MALFORMED = "=?utf-8?q?Do nuoc"


def fail_on_malformed(monkeypatch: pytest.MonkeyPatch) -> None:
    """As versions of the standard library do on one header or another."""
    parse = UnstructuredHeader.value_parser

    def failing(value: str) -> object:
        if value == MALFORMED:
            raise IndexError("string index out of range")
        return parse(value)

    monkeypatch.setattr(UnstructuredHeader, "value_parser", staticmethod(failing))


def malformed_mail() -> bytes:
    return (
        mail("plain", "Đề nghị Tổ Thủy lợi đo nước trước ngày 3/3/2026.\n", "8bit")
        .as_bytes()
        .replace(b"Subject: =?utf-8?b?S+G6vyBob+G6oWNo?=", f"Subject: {MALFORMED}".encode())
    )


def test_a_malformed_subject_is_kept_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    fail_on_malformed(monkeypatch)
    document = read_document(malformed_mail(), OPTIONS)
    assert document.lines()[0].text == f"Subject: {MALFORMED}"
    assert [(code, "subject" in text) for code, text, _ in document.warnings] == [("low-confidence-head", True)]


def test_a_malformed_subject_stays_with_the_text_of_a_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    fail_on_malformed(monkeypatch)
    alone = mail_text(malformed_mail())
    assert alone is not None
    assert read_document(alone, OPTIONS).lines()[0].text == f"Subject: {MALFORMED}"


def test_a_mail_whose_parts_cannot_be_told_is_damaged() -> None:
    data = b"MIME-Version: 1.0\nContent-Type: text/plain; namecharset*\nSubject: a\n\nVot beo\n"
    with pytest.raises(DamagedFileError, match="damaged e-mail"):
        read_document(data, OPTIONS, name="thu.eml")


def test_a_mail_without_text_is_empty() -> None:
    message = EmailMessage()
    message["MIME-Version"] = "1.0"
    message["From"] = "a@b.vn"
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="ke-hoach.pdf")
    with pytest.raises(EmptyInputError):
        read_document(message.as_bytes(), OPTIONS)


def test_a_plan_that_looks_like_neither_is_text() -> None:
    data = "Kính gửi: Các thôn\nNơi nhận: Các thôn\nXem <html> trên trang.\n".encode()
    assert read_document(data, OPTIONS).media_type == "text/plain"
