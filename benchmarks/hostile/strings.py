"""Makes short hostile strings: lines of a plan from a small grammar, mutated, with what breaks programs between them.

All words and places are the project's own. A seed and a number give the same strings, so that a run can be gone on
with.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Sequence

_Maker = Callable[[random.Random], str]

LONGEST = 80
"""Characters of a string, so that a million of them are read in about an hour."""

_BODIES = (
    "Phòng Kinh tế", "Trạm Y tế xã", "UBND xã Suối Tre", "Công an xã", "Thôn Đông", "các trường", "Ban Chỉ huy Quân sự",
    "Văn phòng HĐND và UBND", "Đoàn TN", "Tổ dân phố số 7", "P. VH-XH", "Hội LHPN",
)  # fmt: skip
_VERBS = (
    "chủ trì", "phối hợp", "chủ trì, phối hợp với", "thực hiện", "giao", "tham mưu", "báo cáo", "rà soát",
    "lập danh sách",
    "chịu trách nhiệm", "đôn đốc", "hướng dẫn", "trình",
)  # fmt: skip
_THINGS = (
    "đào hố trồng cây", "kiểm tra giếng nước", "thu gom rác", "kế hoạch năm 2026", "hồ sơ", "100% hộ dân",
    "tủ sách thôn",
    "công tác phòng cháy", "ít nhất 30 lượt", "kinh phí 12.500.000 đồng", "đèn đường",
)  # fmt: skip
_DATES = (
    "trước ngày 30/6/2026", "chậm nhất ngày 05 tháng 02 năm 2026", "quý II/2026", "hằng tháng", "trong tháng 10",
    "từ ngày 1/3 đến 15/4/2026", "xong trong 10 ngày làm việc", "ngày 31/02/2026", "31/12/9999", "ngày 0/0/0000",
    "năm 2025-2030", "tuần 4 tháng 3",
)  # fmt: skip
_LABELS = (
    "1.", "a)", "I.", "-", "+", "*", "•", "1.2.", "1.2.3.4.5.6", "(a)", "(1)", "IV.2.", "Điều 3.", "Phần I", "Mục II:",
    "đ)", "1)", "I/", "Chương XCIX", "a.1)", "–", "§", "①", "ⅳ.", "1.1.1.1.1.1.1.1.1.", "MMMM.", "Bước 2:", "Phụ lục 1",
)  # fmt: skip
_HEADS = (
    "ỦY BAN NHÂN DÂN", "XÃ SUỐI TRE", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "KẾ HOẠCH",
    "Số: 12/KH-UBND", "Suối Tre, ngày 3 tháng 4 năm 2026", "Nơi nhận:", "- Như trên;", "- Lưu: VT.", "CHỦ TỊCH",
    "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "Nguyễn Văn Ao", "(Đã ký)", "Căn cứ Quyết định số 1/QĐ-UBND ngày 2/1/2026;",
    "I. MỤC ĐÍCH, YÊU CẦU", "II. NHIỆM VỤ", "III. TỔ CHỨC THỰC HIỆN", "Kính gửi: Các thôn", "DỰ THẢO",
    "Thời gian: 7 giờ",
    "Người ký: A", "Ký bởi: B", "Trang 1/3",
)  # fmt: skip
_COLUMNS = (
    "TT | Nội dung | Đơn vị chủ trì | Thời gian", "TT\tNhiệm vụ\tChủ trì\tHạn",
    "STT Nội dung Cơ quan thực hiện Thời gian",
    "|---|---|---|", "1 Đào hố Phòng Kinh tế tháng 3", "2 Phát cây Thôn Đông tháng 4",
)  # fmt: skip
_ODD = (
    "\0", "\x01", "\x0b", "\x0c", "\x1b[2J", "\x7f", "\x85", "\xa0", "\xad", "\u034f", "\u061c", "\u115f", "\u1680",
    "\u180e", "\u2000", "\u2009", "\u200b", "\u200d", "\u200f", "\u2028", "\u2029", "\u202e", "\u2066",
    "\u2069", "\u3000",
    "\ufe0f", "\ufeff", "\ufffc", "\ufffd", "\uffff", "\ud800", "\udfff", "\U0001f1fb\U0001f1f3", "\U000e0041",
    "\U0010ffff", "e\u0302\u0301\u0309\u0323", "\u0323" * 9, "ß", "ŉ", "ﬁ", "ŀ", "İ", "ı", "ſ", "K", "½", "²", "①", "Ⅻ",
    "٣", "१२", "𝟗", "㍿", "豈", "שלום", "مرحبا", "ไทย", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "ˮ",
    "\u0110", "Ð",
)  # fmt: skip
_TRAPS = (
    "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<!--", "]]>", "&lt;b&gt;", "&#x3c;", "<b>",
    "<a href=javascript:alert(1)>", "\" onload=\"x", "' or 1=1 --", "=HYPERLINK(\"http://a\")",
    "=cmd|'/C x'!A0", "@SUM(1)",
    "+1-1", "[a](javascript:x)", "![x](http://192.0.2.1/)", "`a`", "***", "~~a~~", "| a | b |", "|---|---|",
    "# a", "> a",
    "<http://a.b>", "```", "    a", "\\", "%s%n%d", "{0}{x}", "${x}", "$$", "../../etc/passwd", "C:\\x", "(((((", ")]}",
    "(?i:a)*", "[[[", "a" * 40, "1" * 40, "9" * 19 + "/" + "9" * 9, "1e999", "-0", "0x1F",
    "1.000.000.000.000,5", "%", "‰",
    "1,5,6,7,8", "////", "....", "......./.......", "_____", "-----", "|||||", ";;;;", ":::", "“”„‟", "«»", "…", "N/A",
)  # fmt: skip


def strings(seed: int, batch: int, seeds: Sequence[str] = ()) -> list[str]:
    """The strings of one batch, one to two hundred; some have line feeds. ``seeds``: further texts that are mutated."""
    chance = random.Random(f"{seed}-{batch}")
    count = chance.choice((1, 5, 40, 200, 200))
    # How much of a batch is mutated: sound documents with one odd line are reached, too.
    tone = chance.random()
    # Rows and column headings are searched for tables that have lost their rules, which takes the most time.
    grammar = (*_GRAMMAR, *_TABLES) if count <= 40 else _GRAMMAR
    return [_string(chance, tone, grammar, seeds) for _ in range(count)]


def _string(chance: random.Random, tone: float, grammar: Sequence[_Maker], seeds: Sequence[str]) -> str:
    text = chance.choice(seeds) if seeds and chance.random() < 0.3 else chance.choice(grammar)(chance)
    while chance.random() < tone * 0.7:
        text = chance.choice(_MUTATIONS)(text, chance)
    return text[:LONGEST]


# --- the grammar


def _task(chance: random.Random) -> str:
    parts = [chance.choice(_LABELS), chance.choice(_BODIES), chance.choice(_VERBS), chance.choice(_THINGS)]
    if chance.random() < 0.4:
        parts.append(chance.choice(_DATES))
    return " ".join(parts[chance.randrange(3) :]) + chance.choice(("", ".", ";", ":", ","))


def _nested_labels(chance: random.Random) -> str:
    return " ".join(chance.choice(_LABELS) for _ in range(chance.randrange(1, 9)))


def _row(chance: random.Random) -> str:
    between = chance.choice((" | ", "|", "\t", "   "))
    cells = (chance.choice((*_THINGS, *_BODIES, *_DATES, "", "1", "-")) for _ in range(chance.randrange(1, 6)))
    return between.join(cells)


def _noise(chance: random.Random) -> str:
    return "".join(chr(chance.randrange(0x110000)) for _ in range(chance.randrange(1, 12)))


def _letters(chance: random.Random) -> str:
    return "".join(
        chance.choice("aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạ 0123456789.,;:()-/") for _ in range(chance.randrange(25))
    )


def _of(choices: Sequence[str]) -> _Maker:
    return lambda chance: chance.choice(choices)


_GRAMMAR: tuple[_Maker, ...] = (
    _task, _of(_HEADS), _of(_HEADS), _nested_labels, _of(_TRAPS), _of(_DATES), _of(_ODD), _noise, _letters,
)  # fmt: skip
_TABLES: tuple[_Maker, ...] = (_row, _row, _row, _of(_COLUMNS))


# --- mutations


def _put_in(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] + chance.choice(_ODD if chance.random() < 0.5 else _TRAPS) + text[at:]


def _without_marks(text: str, chance: random.Random) -> str:
    bare = (char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))
    return "".join(bare).replace("đ", "d").replace("Đ", "D")


def _decomposed(text: str, chance: random.Random) -> str:
    return unicodedata.normalize(chance.choice(("NFD", "NFKD", "NFKC")), text)


def _cut(text: str, chance: random.Random) -> str:
    start = chance.randrange(len(text) + 1)
    return text[start : start + chance.randrange(1, 30)]


def _deleted(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] + text[at + chance.randrange(1, 5) :]


def _repeated(text: str, chance: random.Random) -> str:
    start = chance.randrange(len(text) + 1)
    piece = text[start : start + chance.randrange(1, 6)]
    return text[:start] + piece * chance.choice((2, 3, 9, 30)) + text[start:]


def _exchanged(text: str, chance: random.Random) -> str:
    """Letters as a reader confuses them, digits, signs: a few are exchanged."""
    chars = list(text)
    for _ in range(min(len(chars), chance.choice((1, 2, 5)))):
        chars[chance.randrange(len(chars))] = chance.choice("0O1lI|5S8B.,;:-–()[]/\\\"'’ \t\nđdðÐêẽéếᴇ")
    return "".join(chars)


def _other_bytes(text: str, chance: random.Random) -> str:
    """Bytes turned: what comes of a file in another encoding."""
    data = bytearray(text.encode("utf-8", "replace"))
    for _ in range(min(len(data), chance.choice((1, 3)))):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(data).decode(chance.choice(("utf-8", "cp1258", "latin-1")), "replace")


def _other_digits(text: str, chance: random.Random) -> str:
    return "".join(chance.choice("0123456789999") if char.isdigit() else char for char in text)


def _cased(text: str, chance: random.Random) -> str:
    return chance.choice((str.upper, str.lower, str.title, str.swapcase))(text)


def _blanks(text: str, chance: random.Random) -> str:
    return text.replace(" ", chance.choice(("", "  ", "\t", "\n", "\u00a0", " \u200b")))


def _spliced(text: str, chance: random.Random) -> str:
    other = chance.choice(_GRAMMAR)(chance)
    return text[: chance.randrange(len(text) + 1)] + other[chance.randrange(len(other) + 1) :]


_MUTATIONS: tuple[Callable[[str, random.Random], str], ...] = (
    _put_in, _put_in, _without_marks, _decomposed, _cut, _deleted, _repeated, _exchanged, _other_bytes, _other_digits,
    _cased, _blanks, _spliced,
)  # fmt: skip
