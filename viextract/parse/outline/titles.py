"""What titles look like and what their words tell."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from viextract.language.fold import fold
from viextract.language.remembered import remembered
from viextract.model.plan import Unit
from viextract.parse.outline.passive import agent_at_end
from viextract.vocabulary.actors import is_membership, is_person_in_office, names_officer, subject_of
from viextract.vocabulary.persons import addressed
from viextract.vocabulary.phrases import anywhere, kind_patterns, opening, phrases, woven
from viextract.vocabulary.units import names_body, opens_with_verb, read_units

TITLE_WORDS = 30
"""A paragraph of more words is a statement unless its form says otherwise."""
FULL_STOP_TITLE_WORDS = 16
"""A title may carry a full stop; a longer text that ends with one is a sentence."""
RUN_IN_WORDS = 12

Below = Literal["none", "bullets", "paragraph", "labels", "reference", "details"]
"""What stands below a label before the next one of its depth; ``details`` where it is nothing else."""


def is_organisation(title: str) -> bool:
    """Whether a part of this title tells who does what: below it, headings name bodies.

    >>> is_organisation("TỔ CHỨC THỰC HIỆN"), is_organisation("Tổ chức hội thi")
    (True, False)
    """
    return len(title.split()) <= 14 and bool(_organisation().match(fold(title).strip()))


@cache
def _organisation() -> re.Pattern[str]:
    words = "|".join(phrases()["organisation_titles"])
    return re.compile(rf"(?:.{{0,60}}(?:,|va|-)\s+)?(?:{words})")


def section_kind(title: str) -> str:
    """The kind of section that a title's words tell; the first word that tells one decides.

    >>> section_kind("MỤC ĐÍCH, YÊU CẦU"), section_kind("Kinh phí thực hiện"), section_kind("Chuyển đổi số")
    ('purpose', 'funding', 'other')
    """
    folded = fold(title)
    if is_organisation(title):
        return "organisation"
    if not folded.startswith("phu luc"):
        folded = folded.replace("phu luc", " " * 7)  # a title that refers to an appendix is not one
    hits = [
        (match.start(), kind)
        for kind, pattern in kind_patterns()
        if (match := pattern.search(folded)) and kind != "organisation"
    ]
    return min(hits)[1] if hits else "other"


def is_reference(text: str) -> bool:
    """Whether a paragraph is nothing but a remark in brackets.

    >>> is_reference("(Chi tiết tại Phụ lục kèm theo)")
    True
    """
    text = text.strip(" .;")
    return text.startswith(("(", "[")) and text.endswith((")", "]")) and text.count("(") <= 2


def is_title(text: str, below: Below) -> bool:
    """Whether a numbered paragraph with something below it is the title of that, rather than a statement before it."""
    words = len(text.split())
    if text.endswith(":"):
        return True
    if text.endswith((".", ";", "./.")) and not text.endswith(("...", "…")):
        return words <= FULL_STOP_TITLE_WORDS and ". " not in text[:-1] and below != "none"
    if below in {"labels", "reference"}:
        return True
    return words <= 2 * TITLE_WORDS and not re.search(r"[.;]\s+[A-ZĐ].*[.;]", text)


def bare_title(text: str) -> str:
    """A title without its final colon or full stop.

    >>> bare_title("Đề nghị các tổ chức chính trị - xã hội:")
    'Đề nghị các tổ chức chính trị - xã hội'
    """
    text = text.strip()
    return text if text.endswith(("...", "…")) else text.rstrip(" .:;,")


_REMARK = re.compile(r"\s*(?P<remark>[(\[][^()\[\]]*[)\]])[\s.:;]*$")
_REFERS = re.compile(
    r"(?<!\w)(?:phu luc|phu bieu|kem theo|dinh kem|chi tiet|bieu mau|van ban rieng|ke hoach rieng)(?!\w)"
)


def split_remark(title: str) -> tuple[str, str | None]:
    """A title and the reference in brackets that closes it: it is no part of the title.

    >>> split_remark("Các hoạt động cụ thể (theo phụ lục đính kèm)")
    ('Các hoạt động cụ thể', '(theo phụ lục đính kèm)')
    >>> split_remark("Phòng Kinh tế (cơ quan thường trực)")[1] is None
    True
    """
    match = _REMARK.search(title)
    if match and match.start() and _REFERS.search(fold(match["remark"])):
        return title[: match.start()].rstrip(" .:;,"), match["remark"]
    return title, None


def is_sentence(text: str) -> bool:
    return text.endswith((".", ";", "./.")) or len(text.split()) > TITLE_WORDS


_COLON = re.compile(r"\s*:\s+(?:[-–+]\s+)?(?=\S)")
"""The first bullet below a heading may stand on its line: "4. Công an xã: - Rà soát …"."""


ADDRESSEE_WORDS = 24
"""Words of the bodies before a colon in a row that tells who does what; names of several are long."""


def _split_duty(title: str, rest: str) -> tuple[str, str] | None:
    """Body and duty in a row that tells who does what ("Báo địa phương và các đài: Tuyên truyền …")."""
    named = without_address(title)
    if len(title.split()) > ADDRESSEE_WORDS or not names_body(named) or opens_with_verb(named):
        return None
    return (bare_title(title), rest) if opens_with_verb(rest) and not re.search(r"[.;]\s", title) else None


def split_run_in(
    text: str, organisation: bool, below: Below = "none", *, body_row: bool = False
) -> tuple[str, str] | None:
    """Title and text of a run-in heading ("Yêu cầu: Hoàn thành …"), or None.

    body_row: whether it is one of a row that tells who does what.

    The title is short; the text begins with a capital, or the title is one that is always followed by its text, or
    names a body.
    """
    match = _COLON.search(text, _list_of_class(text))
    if not match or is_membership(text):
        return None
    title, rest = text[: match.start()], text[match.end() :]
    if is_counter(title):
        return None
    if organisation and is_person_in_office(title) and len(rest.split()) > 1:
        return bare_title(title), rest
    if body_row and (duty := _split_duty(title, rest)):
        return duty
    body = organisation and names_only_bodies(title)
    if (
        len(title.split()) > (ADDRESSEE_WORDS if body else RUN_IN_WORDS)
        or len(rest.split()) < 2
        or title.count("(") != title.count(")")
        or title.count("“") != title.count("”")
    ):
        return None
    folded = fold(title).strip()
    known = folded in phrases()["run_in_titles"]
    if known or body:
        return bare_title(title), rest
    capital = rest[0].isupper() and not rest.rstrip().endswith(":")
    if not capital or re.search(r"[.;]", title) or (opens_with_verb(title) and not opens_with_verb(rest)):
        return None
    telling = any(pattern.search(folded) for _, pattern in kind_patterns())
    sentence = rest.rstrip().endswith((".", ";")) and len(rest.split()) >= 6
    return (bare_title(title), rest) if (telling or sentence) and len(title.split()) <= 8 else None


def _list_of_class(text: str) -> int:
    """Where the names end that a colon parts from their class ("Các Sở: Tài chính, Nội vụ: Bố trí …"); 0 elsewhere."""
    named = without_address(text)
    units, end = read_units(named)
    return len(text) - len(named) + end if units and ":" in named[:end] else 0


_NUMBER = r"\s+(?:{before_counts})?(?:\d{1,2}(?:\.\d{1,2})?|(?-i:[IVX]{1,4})|{counts})(?=\s*(?:[:.(–-]|$))"


def counted(text: str) -> str | None:
    """What a line counts that opens with a counter and a number, without marks; None where it opens with none.

    >>> counted("Bước 1. Chuẩn bị"), counted("Giai đoạn 2021 - 2025"), counted("Nhiệm vụ chung")
    ('buoc', None, None)
    """
    match = opening("counters").match(fold(text))
    return fold(text[: match.end()]).strip(" *") if match and woven(_NUMBER).match(text, match.end()) else None


def is_counter(title: str) -> bool:
    """Whether a title only counts ("Nhiệm vụ 1", "Bước 2", "Đợt I"): what follows its colon is the title.

    >>> is_counter("Nhiệm vụ 1"), is_counter("Giai đoạn 2021 - 2025"), is_counter("Nhiệm vụ")
    (True, False, False)
    """
    match = opening("counters").match(fold(title))
    number = woven(_NUMBER).match(title, match.end()) if match else None
    return number is not None and not title[number.end() :].strip()


@remembered(size=4096)
def names_only_bodies(text: str) -> bool:
    """Whether ``text`` is the name of one body or several and nothing else; "Đề nghị" before them does not count.

    >>> names_only_bodies("Phòng Nội vụ, Công an xã"), names_only_bodies("Phòng Nội vụ tham mưu kế hoạch")
    (True, False)
    """
    units, rest = _bodies_and_rest(without_address(text).strip(" .:;"))
    return bool(units) and len(rest) <= 2


def _bodies_and_rest(text: str) -> tuple[list[Unit], str]:
    """The bodies with which ``text`` begins, and what stands behind them."""
    units, end = read_units(text) if names_body(text) else ([], 0)
    return units, text[end:].strip(" .:;,")


@remembered(size=4096)
def without_address(text: str) -> str:
    """A heading's body without "Đề nghị", "Trách nhiệm của", "Đối với".

    >>> without_address("Đề nghị Ban Tổ chức Thành ủy")
    'Ban Tổ chức Thành ủy'
    """
    match = opening("addressing").match(fold(text))
    if not match:
        return text
    rest = text[match.end() :].lstrip(" ,:")
    # "Đối với giáo viên các lớp", "Đối với tổ nuôi dưỡng": bodies and offices in small letters.
    whole = rest[:1].upper() + rest[1:]
    if names_body(rest) or names_officer(rest):
        return rest
    return whole if names_only_one_body(whole) else text


def names_only_one_body(text: str) -> bool:
    """Whether ``text`` is the name of one body and nothing else.

    >>> names_only_one_body("Tổ nuôi dưỡng"), names_only_one_body("Tổ chức hội thi")
    (True, False)
    """
    units, rest = _bodies_and_rest(text)
    return len(units) == 1 and not units[0].generic and not rest


_VERB_WORDS = 2
"""Words of a verb before "tình hình": "Công tác nắm tình hình" is work."""


def is_situation(title: str, *, report: bool = False) -> bool:
    """Whether a part of this title tells how things are, so that its paragraphs are no tasks.

    report: whether it is a part of a report, which tells what was done unless a title looks ahead.
    """
    folded = re.sub(r"^\s*ve\s+", "", fold(title))
    if opening("situation_titles").match(folded) or opening("past_titles").match(folded):
        return True
    if report and not anywhere("future_titles").search(folded):
        return True
    tells = anywhere("situation_titles").search(folded)
    if tells is None or section_kind(title) != "other" or opens_with_verb(title):
        return False  # "Báo cáo kết quả thực hiện" is work
    before = title[len(title) - len(folded) :][: tells.start()].split()
    return not any(opens_with_verb(" ".join(before[k:])) for k in range(max(0, len(before) - _VERB_WORDS), len(before)))


def is_scope(text: str) -> bool:
    """Whether a clause says for whom or for what the paper holds: "Kế hoạch này áp dụng đối với …".

    >>> is_scope("Quy chế này áp dụng cho các tổ hòa giải."), is_scope("Áp dụng phần mềm quản lý chợ.")
    (True, False)
    """
    return opening("scope").match(fold(text)) is not None


@cache
def _person() -> re.Pattern[str]:
    return re.compile(rf"{addressed()}(?:[,–-]\s*(?P<rest>.*))?$", re.DOTALL)


_SLOGAN = re.compile(r"[“\"][^“”\"]+[”\"][\s.!;,]*$")


def is_slogan(text: str) -> bool:
    """Whether a text is nothing but words in quotation marks: a slogan, or the subject of a year."""
    return _SLOGAN.match(text) is not None


def lists_no_work(text: str) -> bool:
    """Whether a bullet is a slogan to hang up, a person with an office or a line of a committee's members: no work.

    >>> lists_no_work("“Mỗi nhà một khóm tre!”"), lists_no_work("Bà Lê Thị Măng, Phó Trưởng thôn;")
    (True, True)
    >>> lists_no_work("Bà Lê Thị Măng, Phó Trưởng thôn: rà soát danh sách."), lists_no_work("Ông Tre ươm giống.")
    (False, False)
    >>> lists_no_work("Ông Lê Tre – Phó Chủ tịch phụ trách rừng"), lists_no_work("Ông Lê Tre – Trưởng thôn chỉ đạo.")
    (True, False)
    """
    if is_slogan(text) or is_membership(text):
        return True
    match = _person().match(text.strip())
    if match is None or ":" in text[match.start() : match.end()].partition(",")[2]:
        return False
    rest = match["rest"] or ""
    return len(rest.split()) <= PERSON_WORDS and not opens_with_verb(rest) and not _acts(text)


def _acts(text: str) -> bool:
    """Whether a person is said to do something; "Phó Chủ tịch phụ trách văn xã" is an office."""
    own = subject_of(text)
    if own is None:
        return False
    return text[: own.end].rstrip().endswith(",") or not fold(text[own.end :]).startswith(" phu trach")


PERSON_WORDS = 14
"""Words of an office behind a person's name; a duty is longer or opens with a verb."""


_LEADING = re.compile(r"[\s,]*(?:(?:la\s+)?(?:co quan|don vi)\s+)?chu tri(?!\w)")
_DUTY_AT_END = r"[\s,]+{duty_at_end}\s*:?\s*$"
_DUTY_OF_TITLE = re.compile(
    r"(?:(?:phoi hop|to chuc|trien khai|chu dong|quan tam|ho tro|tham gia|cung)[\s,]+(?:va\s+)?)*"
    r"(?:thuc hien|phoi hop|tham gia|ho tro)$|(?:co|chiu) (?:trach nhiem|nhiem vu)(?!\w)"
)
"""What may follow the body's name in a title that gives it duties: "có trách nhiệm", "phối hợp thực hiện"."""
_DIRECTS = re.compile(r"\s+(?:(?:tap trung|truc tiep)\s+)?(?:lanh dao|chi dao)(?!\w)")
"""A title may go on with those whom its body leads: "Đảng ủy xã lãnh đạo Ủy ban nhân dân xã:"."""
_THINGS_ABOUT = frozenset({"truong", "trung tam", "co so", "cac truong", "cac trung tam", "thu vien", "nha van hoa"})
"""Kinds of bodies that a part on content may be about rather than give work to."""


def body_of_title(title: str, *, below_organisation: bool) -> tuple[str, bool] | None:
    """The bodies or the person in office that a title names as the one who acts, and whether as the lead.

    Below a part on organisation, and in papers that are nothing but one, a title that begins with a body's name names
    it; elsewhere it must be nothing but that name.
    """
    name = woven(_DUTY_AT_END).sub("", without_address(title))
    below_organisation = below_organisation or name != without_address(title)
    below_organisation = below_organisation or opening("responsibility").match(fold(title)) is not None
    if is_organisation(name):
        return None  # "Tổ chức thực hiện" begins like a "Tổ"
    if (agent := agent_at_end(name)) is not None:
        return agent.body, agent.verb == "chu tri"
    if is_person_in_office(name):
        return name, False
    if names_officer(name):
        return (name, False) if below_organisation or _is_person(name) else None
    if not names_body(name):
        return None
    units, end = read_units(name)
    rest = name[end:].strip(" .:;,")
    leads = bool(units) and bool(_LEADING.match(fold(name), end))
    if units and (leads or _DUTY_OF_TITLE.match(fold(rest))):
        return (name[:end].strip(" ,:"), leads) if below_organisation or leads else None
    if below_organisation and units and woven(_IS).match(name, end):
        return name[:end].strip(" ,:"), False  # "Sở Y tế là cơ quan đầu mối, có nhiệm vụ:"
    if below_organisation:
        directs = len(units) > 0 and " " in units[-1].text and _DIRECTS.match(fold(name), end) is not None
        return (name[:end].strip(" ,:") if directs else name), False
    alone = bool(units) and len(rest) <= 2 and not any(unit.generic for unit in units)
    about = any(fold(name).startswith(thing) for thing in _THINGS_ABOUT)
    return (name, False) if alone and not about and name[0].isupper() and len(units[0].text.split()) > 1 else None


_IS = r"[\s,]+{being}\s"
_DIRECTING = re.compile(r"(?<!ban)(?<!to)\s(?:lanh dao|chi dao)(?!\w)")


def directs_others(title: str) -> bool:
    """Whether a title says that its body directs those who do what stands below it, or names it only at its end.

    >>> directs_others("Đảng ủy xã lãnh đạo, chỉ đạo"), directs_others("Ban Chỉ đạo xã")
    (True, False)
    """
    return _DIRECTING.search(fold(title)) is not None or agent_at_end(title) is not None


def _is_person(name: str) -> bool:
    """An office with a person's name behind it."""
    words = name.split()
    return len(words) >= 4 and sum(word[:1].isupper() for word in words[-3:]) >= 2
