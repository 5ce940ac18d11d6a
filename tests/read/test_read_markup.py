"""Web pages and e-mails are read as what they show."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from viextract.errors import EmptyInputError
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
    assert [line.text for line in document.lines()] == ["Vớt bèo", "cắt cỏ"]
    assert document.warnings == []


def test_attachments_are_told() -> None:
    message = mail("plain", "Gửi kèm kế hoạch.\n", "8bit")
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="ke-hoach.pdf")
    ((code, text, _),) = read_document(message.as_bytes(), OPTIONS).warnings
    assert (code, "ke-hoach.pdf" in text) == ("attachment-not-read", True)


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
