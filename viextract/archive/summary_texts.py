"""Words of the summary's pages, Vietnamese and English."""

from __future__ import annotations

from functools import cache
from html import escape

from viextract.model.messages import in_vietnamese
from viextract.model.warning_codes import WarningCode

TEXTS: dict[str, tuple[str, str]] = {
    "language": ("Ngôn ngữ", "Language"),
    "summary": ("Tổng hợp kho văn bản", "Summary of the archive"),
    "made": ("Lập ngày", "Made on"),
    "contents": ("Mục lục", "Contents"),
    "corrected_since": (
        "Đã sửa sau lần xử lý gần nhất: danh sách và số liệu ở đây đã có bản sửa, thư mục kết quả thì chưa. "
        "Hãy chạy lại viextract batch:",
        "Corrected since the last run: lists and figures here have it, the folder of results does not. "
        "Run viextract batch again:",
    ),
    "list": ("Danh sách văn bản", "List of documents"),
    "overall": ("Tổng quan", "At a glance"),
    "files": ("Tệp", "Files"),
    "documents": ("Văn bản khác nhau", "Different documents"),
    "failed": ("Tệp không có kết quả", "Files without results"),
    "duties": ("Phân công", "Duties"),
    "bodies": ("Nhiệm vụ của từng cơ quan", "Duties of each body"),
    "body": ("Cơ quan", "Body"),
    "grades": ("Theo mức tin cậy", "By grade"),
    "good": ("tốt", "good"),
    "check": ("cần xem", "check"),
    "poor": ("kém", "poor"),
    "none": ("không rõ", "not known"),
    "reasons": ("Lý do cần xem", "Reasons to look"),
    "errors": ("Tệp không đọc được, theo lỗi", "Files that could not be read, by error"),
    "offices": ("Theo cơ quan ban hành", "By office"),
    "office": ("Cơ quan ban hành", "Office"),
    "by_month": ("Theo tháng ban hành", "By month of issue"),
    "month": ("Tháng", "Month"),
    "offices_by_month": ("Cơ quan ban hành theo tháng", "Offices by month"),
    "warnings": ("Các loại cảnh báo", "Kinds of warnings"),
    "warning": ("Cảnh báo", "Warning"),
    "count": ("Số lượng", "Count"),
    "share": ("Tỷ lệ", "Share"),
    "quality": ("Chất lượng theo thời gian", "Quality over time"),
    "mean": ("trung bình", "mean"),
    "lowest": ("thấp nhất", "lowest"),
    "calendar": ("Lịch thời hạn", "Calendar of deadlines"),
    "nothing_due": ("Không có thời hạn trong thời gian này.", "Nothing is due in this time."),
    "first": ("Văn bản cần kiểm tra trước", "Documents to check first"),
    "nothing_first": ("Không có văn bản cần kiểm tra.", "No document needs a look."),
    "document": ("Văn bản", "Document"),
    "grade": ("Mức", "Grade"),
    "symbol": ("Số, ký hiệu", "Number"),
    "title": ("Trích yếu", "Title"),
    "why": ("Lý do", "Why"),
    "work": ("Công việc", "Work"),
    "role": ("Vai trò", "Role"),
    "lead": ("chủ trì", "leads"),
    "implement": ("thực hiện", "carries out"),
    "cooperate": ("phối hợp", "cooperates"),
    "deadline": ("Thời hạn", "Deadline"),
    "page": ("Trang", "Page"),
    "day": ("Ngày", "Day"),
    "more": ("và còn nữa:", "and more:"),
    "all": ("tất cả", "all"),
    "found": ("Văn bản tìm thấy", "Documents found"),
    "search": ("Tìm", "Search"),
    "text": ("Nội dung", "Text"),
    "issuer": ("Cơ quan ban hành", "Issuer"),
    "since": ("Từ ngày", "From"),
    "until": ("Đến ngày", "To"),
    "issued": ("Ngày ban hành", "Issued"),
    "mon": ("T2", "Mon"),
    "tue": ("T3", "Tue"),
    "wed": ("T4", "Wed"),
    "thu": ("T5", "Thu"),
    "fri": ("T6", "Fri"),
    "sat": ("T7", "Sat"),
    "sun": ("CN", "Sun"),
    "unread": ("Kết quả không đọc lại được, hãy chạy lại", "Results that cannot be read; run the batch again"),
    "results_in": ("Kết quả ở", "Results in"),
    "run_of": ("Lần chạy lúc", "Run of"),
    "done": ("xong", "done"),
    "skipped": ("đã xong từ trước", "skipped"),
    "incomplete": ("chưa đủ", "incomplete"),
    "stale": ("kết quả cũ", "stale"),
    "failed_state": ("không được", "failed"),
    "ignored": ("bỏ qua", "ignored"),
    "vanished": ("không còn", "vanished"),
    "file": ("Tệp", "File"),
    "state": ("Trạng thái", "State"),
    "pages": ("Số trang", "Pages"),
    "assignments": ("Phân công", "Assignments"),
    "look_at": ("Điều cần xem", "What to look at"),
    "more_files": (
        "tệp nữa, tốt hơn các tệp trên, ở bảng kèm theo.",
        "more files, better than these, are in the table beside this page.",
    ),
    "same_as": ("cùng nội dung với", "same content as"),
    "earlier": ("trước", "before"),
    "later": ("sau", "after"),
}


def both(key: str) -> str:
    """A text in both languages as HTML; the page's style shows one of them."""
    vietnamese, english = TEXTS[key]
    return _both(vietnamese, english)


def plain(key: str) -> str:
    """Both languages for attributes, which no style can choose between."""
    return " / ".join(TEXTS[key])


def _both(vietnamese: str, english: str) -> str:
    return f'<span lang="vi">{escape(vietnamese)}</span><span lang="en">{escape(english)}</span>'


@cache
def meaning(code: str) -> str:
    """What a code of warnings means, as HTML; empty for one that is not known."""
    english = next((one.meaning for one in WarningCode if one == code), None)
    if english is None:
        return ""
    return _both(in_vietnamese(english), english)
