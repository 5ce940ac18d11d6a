"""Who acts in a sentence: the body, the person in office or the class of them that is its subject.

>>> subject_of("Sở Tài chính chủ trì, phối hợp với Sở Xây dựng bố trí kinh phí.")
Subject(text='Sở Tài chính', start=0, end=12, asked=False)
>>> subject_of("Đề nghị Hội Nông dân xã vận động hội viên.").text
'Hội Nông dân xã'
>>> subject_of("Đẩy mạnh tuyên truyền trên hệ thống loa.") is None
True
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

from viextract.data import read_yaml
from viextract.language.capitals import CAPITAL
from viextract.language.fold import fold
from viextract.vocabulary.details import kind_of_label
from viextract.vocabulary.persons import addressed, addressed_name
from viextract.vocabulary.phrases import opening, phrases
from viextract.vocabulary.positions import officers, places_in_committees
from viextract.vocabulary.units import (
    acts_behind_name,
    kind_of,
    match_unit,
    names_body,
    opens_with_verb,
    read_units,
    word_lists,
)

AHEAD = 400
"""Characters within which a sentence says who acts."""


_COUNTED = re.compile(r"moi\s|\d")
"""What is counted ("mỗi phường", "21/21 phường") is the measure of a goal, not the one who is told to act."""


_FIGURE = re.compile(r"\+?\d[\d\s.]*(?![\d\s.]*%)")
"""A count or a telephone number behind a colon is no duty; a share may be a goal."""
CIRCUMSTANCE = 120
"""Characters of what may stand between a subject and its verb."""


_THEME = re.compile(r"[^.;:]{3,90}:\s+")
"""What a sentence is about, before a colon: "Về quốc phòng: Giao Ban Chỉ huy …"."""


LEAST_DUTY = 2
"""Words of a duty behind a colon."""
_TELLS_WHEN = re.compile(r"(?:tu|den|ngay|luc|hoi|truoc|vao|sang|chieu)\s.{0,12}\d")
"""What stands behind the colon of a row of times or counts: "Thôn Đông: ngày 10/6", "Công an xã: 05 đồng chí"."""


class Subject(NamedTuple):
    """The one who acts, as printed, and where in the text."""

    text: str
    start: int
    end: int
    asked: bool
    """Whether "Giao", "Đề nghị" or the like stands before it."""


@cache
def _words() -> dict[str, Any]:
    data: dict[str, Any] = read_yaml("actors.yaml")
    return data


def _any(name: str) -> str:
    return _alternatives(_words()[name])


def _alternatives(forms: Iterable[str]) -> str:
    return "|".join(form.replace(" ", r"\s+") for form in sorted(forms, key=len, reverse=True))


@cache
def _steps() -> re.Pattern[str]:
    return re.compile(rf"(?:{_any('steps')})\s+(?:\d{{1,2}}|[ivx]{{1,4}}|mot|hai|ba)\s*[:.,]\s*")


@cache
def _circumstance() -> re.Pattern[str]:
    return re.compile(rf"(?:{_any('circumstances')})(?!\w)")


@cache
def _officer() -> re.Pattern[str]:
    return re.compile(rf"(?:dong chi\s+|ong\s+|ba\s+)?(?:{_alternatives(officers())})(?!\w)")


@cache
def _duty() -> re.Pattern[str]:
    adverbs = "|".join(word.replace(" ", r"\s+") for word in sorted(phrases()["adverbs"], key=len, reverse=True))
    aims = rf"(?:{'|'.join(phrases()['aims'])})(?!\w)"
    until = rf"(?:(?=\s(?:{_any('modals')}|{_any('acts')}|{adverbs})(?!\w))|,)"
    return re.compile(
        rf"\s*,?\s*(?:(?:{aims}[^.;:]{{0,140}}?,|(?!{aims})(?:{_any('circumstances')})(?!\w)[^.;:]{{0,140}}?{until})\s*){{0,2}}"
        rf"(?:(?:{_any('modals')}|{adverbs})(?!\w)\s*,?\s*)*"
    )


@cache
def _acts() -> re.Pattern[str]:
    return re.compile(rf"(?:{_any('acts')})(?!\w)")


def names_officer(text: str) -> bool:
    """Whether ``text`` begins with a person in office: "Phó Giám đốc …", "Đồng chí …", "Cán bộ phụ trách …".

    >>> names_officer("Phó Chủ tịch Trần Văn Bình"), names_officer("Chủ đề của năm")
    (True, False)
    """
    text = text.lstrip(" *")
    return bool(_officer().match(fold(text)) or addressed_name().match(text))


@cache
def _holder() -> re.Pattern[str]:
    return re.compile(addressed() + r"(?:[,–-]\s*(?P<office>[^:;.]{2,90})|\([^():;.]{2,60}\))?")


def is_person_in_office(text: str) -> bool:
    """Whether ``text`` is a person with an address and, where it is named, the office.

    >>> is_person_in_office("Đ/c Lê Thị Măng - Phó Hiệu trưởng"), is_person_in_office("Bà con các thôn")
    (True, False)
    """
    match = _holder().fullmatch(text.strip())
    return match is not None and not opens_with_verb(match["office"] or "")


_PLACE_WORDS = 5
"""Words behind a place in a committee that tell more of it: "Ủy viên Thường trực", "Trưởng tiểu ban nội dung"."""


def is_membership(text: str) -> bool:
    """Whether a line tells who belongs to a committee: a place in it, then names or offices, no duty.

    >>> is_membership("Trưởng ban: ông Lê Văn Trúc - Hiệu trưởng"), is_membership("Thư ký: ghi biên bản cuộc họp")
    (True, False)
    >>> is_membership("Mời ông Lê Văn Trúc, Phó Giám đốc Sở: Phó Trưởng ban Thường trực;")
    True
    """
    label, colon, rest = text.partition(":")
    if colon and is_person_in_office(re.sub(r"^\W*[Mm]ời\s+(\w)", lambda match: match[1].upper(), label)):
        place = fold(rest).strip(" .;,*")
        end = max((len(word) for word in places_in_committees() if re.match(rf"{word}(?!\w)", place)), default=0)
        return end > 0 and len(place[end:].split()) <= _PLACE_WORDS and not re.search(r"\d", place)
    label = " ".join(re.sub(r"\([^)]*\)|[*_]", " ", fold(label)).split())
    value = rest.strip()
    if not colon or not value or label not in places_in_committees():
        return False
    return not opens_with_verb(value) and not _acts().match(fold(value))


def names_actor(text: str) -> bool:
    """Whether ``text`` begins with one who can act."""
    return names_body(text) or names_officer(text)


def subject_of(text: str) -> Subject | None:
    """The subject of the first main clause where it is one who acts; None elsewhere.

    What stands before it ("Bước 2:", "Trong quá trình thực hiện, …", "Giao") is passed over. A counted subject of a
    goal ("21/21 phường …") is none, nor one that only has something done to it.
    """
    if is_membership(text):
        return None
    window = text[:AHEAD]
    folded = fold(window)
    step = _steps().match(folded)
    start = step.end() if step else 0
    found = (
        _subject_at(window, folded, start)
        or _behind_theme(window, folded, start)
        or _behind_condition(window, folded, start)
    )
    if found is None and _occasion().match(folded, start):
        found = _behind_occasion(window, folded, start)
        if found is not None:
            return found
    if found is not None or not _circumstance().match(folded, start):
        return _who_is_asked(window, folded, found)
    acted = False
    for comma in re.compile(r",\s+").finditer(folded, start):
        found = _subject_at(window, folded, comma.end())
        # "Hằng quý, gửi số liệu của các trường, phòng khám để …": behind a verb a class is what it is about.
        if found is not None and not (acted and found.text[0].islower() and not found.asked):
            return _who_is_asked(window, folded, found)
        acted = acted or _says_duty(window, folded, comma.end())
    return None


def _who_is_asked(text: str, folded: str, subject: Subject | None) -> Subject | None:
    """The body to which a sentence's subject gives the work, where it names one: "UBND xã giao Phòng Kinh tế chủ trì",
    "UBND xã đề nghị các hộ gia đình treo cờ".
    """
    if subject is None or subject.asked:
        return subject
    at = len(folded[: subject.end]) + len(folded[subject.end :]) - len(folded[subject.end :].lstrip(" ,"))
    if not _gives_work().match(folded, at):
        return subject
    asked = _subject_at(text, folded, at)
    if asked is None or not asked.asked or (_is_authority(asked.text) and not _is_authority(subject.text)):
        return subject  # "Phòng Nội vụ đề nghị UBND xã khen thưởng": to propose is the work
    return asked


def _is_authority(body: str) -> bool:
    return re.match(rf"(?:{_any('authorities')})(?!\w)", fold(match_unit(body).name)) is not None


@cache
def _gives_work() -> re.Pattern[str]:
    return re.compile(rf"(?:{_any('gives_work')})(?!\w)")


@cache
def _occasion() -> re.Pattern[str]:
    return re.compile(rf"(?:{_any('occasions')})(?!\w)")


def _behind_occasion(text: str, folded: str, start: int) -> Subject | None:
    """Who is asked behind the occasion: "Hưởng ứng Ngày Nước, UBND xã giao Phòng Kinh tế …"; one who is not asked may
    be part of it.
    """
    for comma in re.compile(r",\s+").finditer(folded, start):
        if re.search(r"[.;:]\s", folded[start : comma.start()]):
            return None
        asked = _who_is_asked(text, folded, _subject_at(text, folded, comma.end()))
        if asked is not None and asked.asked and names_body(text[comma.end() : comma.end() + 100]):
            return asked
    return None


_THEN = re.compile(r"[\s,]thì\s+")


def _behind_condition(text: str, folded: str, start: int) -> Subject | None:
    """The subject behind the case in which it acts: "Đối với hồ sơ thiếu thì bộ phận tiếp nhận có trách nhiệm …"."""
    then = _THEN.search(text, start) if opening("conditions").match(folded, start) else None
    return _subject_at(text, folded, then.end()) if then else None


def _behind_theme(text: str, folded: str, start: int) -> Subject | None:
    """The subject of a sentence behind what it is about: "Về quốc phòng: Giao Công an xã …". A class of bodies that is
    not told to act may be what the theme lists.
    """
    theme = _THEME.match(folded, start)
    found = _subject_at(text, folded, theme.end()) if theme else None
    if found is not None and not found.asked and (match_unit(found.text).generic or found.text[0].islower()):
        return None
    return found


def _subject_at(text: str, folded: str, start: int) -> Subject | None:
    """The subject that begins at ``start``: it has a duty behind a colon, is asked to act, or does what follows."""
    asked = False
    if _COUNTED.match(folded, start) or _is_label(text[start:]):
        return None
    if (person := _person_before_colon(text, start)) is not None:
        return person
    # "Giáo viên …" begins like "Giao".
    match = None if _officer().match(folded, start) else opening("addressing").match(folded, start)
    if match:
        asked = True
        start = match.end()
        start += len(text[start:]) - len(text[start:].lstrip(" ,:"))
    leaders = _leaders_end(text, folded, start)
    if not asked and leaders is None and opens_with_verb(text[start:]) and not names_officer(text[start:]):
        return None
    end = leaders or _actor_end(text, folded, start)
    if end is None or (match and _is_only_about(text, folded, match.start(), start, end)):
        return None
    end = _relative_end(text, folded, start, end)
    if _done_to().search(text, start, end):
        return None
    small = text[start].islower() and not folded.startswith(("cac ", "moi ", "tung "), start)
    if asked and small and not addressed_name().match(text, start) and not _is_registered(text[start:]):
        return None
    if text[end:].lstrip().startswith(":"):
        duty = text[end:].lstrip(" :")
        if _FIGURE.match(duty) or len(duty.split()) < LEAST_DUTY or _only_tells_when(duty) or _only_names(duty):
            return None
        if _numbered_place().match(duty):
            return None
        return Subject(text[start:end].strip(" ,:"), start, end, asked)
    if not _has_duty(text, folded, end) and not (
        (names_body(text[start : start + 100]) or addressed_name().match(text, start))
        and _acts_plainly(text, folded, end)
    ):
        return None
    return Subject(text[start:end].strip(" ,:"), start, end, asked)


@cache
def _done_to() -> re.Pattern[str]:
    """Something is done to it, and it does nothing: "Công chức nghỉ phép được | thanh toán theo chế độ"; or it is told
    what it is like: "Giáo viên đang | dạy lớp 5"."""
    return re.compile(rf"\s(?:{_any('done_to')})\s*$")


_LEAST_OF_KIND = 2
"""Words of a registered kind that is written in small letters: "uỷ ban nhân dân xã", "công an xã"."""


def _is_registered(text: str) -> bool:
    kind = kind_of(text)
    return kind is not None and len(kind.words) > _LEAST_OF_KIND - 1


_LABEL = 3
"""Words of a label that asks who does something: "Cơ quan chủ trì"."""


def _is_label(text: str) -> bool:
    """Whether a list of nouns begins with one that asks who acts: "Cơ quan chủ trì, thành phần và số người dự"."""
    first = re.split(r"[,.;]", text, maxsplit=1)[0]
    return len(first.split()) >= _LABEL and kind_of_label(first) in {"lead", "implementer", "partners"}


def _is_only_about(text: str, folded: str, opened: int, start: int, end: int) -> bool:
    """Whether a class of bodies is what the sentence is about: "Đối với các chợ thuộc phạm vi quản lý, hướng dẫn …",
    "Trách nhiệm của các cơ quan truyền thông". Those who are told to act have a colon behind them.
    """
    about = opening("themes").match(folded, opened)
    if about is None or text[end:].lstrip().startswith(":"):
        return False
    small = text[start].islower() and not _is_registered(text[start:])
    return small or match_unit(text[start:end]).generic


def _person_before_colon(text: str, start: int) -> Subject | None:
    """A person whose duty stands behind a colon: "Cô Lê Thị Măng: dẫn chương trình"."""
    colon = text.find(":", start)
    name = text[start:colon].strip() if colon > start else ""
    if (
        not name
        or _FIGURE.match(text[colon + 1 :].strip())
        or len(text[colon:].split()) <= 2
        or not is_person_in_office(name)
    ):
        return None
    return Subject(name, start, colon, False)


def read_officer(text: str, start: int) -> int | None:
    """Where the name of a person in office that begins at ``start`` ends before what is to be done.

    >>> read_officer("với thư ký cuộc thi tổng hợp điểm", 4)
    19
    """
    window = text[: start + AHEAD]
    folded = fold(window)
    match = _officer().match(folded, start)
    return _officer_end(window, folded, match.end()) if match else None


_LEADERS = re.compile(r"lanh\s+dao\s+(?=\w)")


@cache
def _leaders_act() -> re.Pattern[str]:
    return re.compile(rf"\s*,?\s*(?:{_any('acts_of_leaders')})(?!\w)")


def _leaders_end(text: str, folded: str, start: int) -> int | None:
    """Where "Lãnh đạo Phòng Kinh tế" ends. "Lãnh đạo" is a verb too, in papers of the party above all: only what
    leaders do themselves tells that they are meant.
    """
    match = _LEADERS.match(folded, start)
    if match is None or not names_body(text[match.end() : match.end() + 100]):
        return None
    units, end = read_units(text, match.end())
    acts = _leaders_act().match(folded, end) or text[end:].lstrip().startswith(":")
    return end if len(units) == 1 and acts else None


_NAME_GOES_ON = 3
"""Words in small letters with which a name goes on up to its colon."""


def _name_end_at_colon(text: str, end: int) -> int | None:
    """Where a name goes on in small letters up to a colon: "Đội Thanh tra | nước: kiểm tra …"."""
    more, colon, duty = text[end:].partition(":")
    words = more.split()
    plain = 0 < len(words) <= _NAME_GOES_ON and all(word.isalpha() and word.islower() for word in words)
    if not colon or not plain or not duty[:1].isspace():
        return None
    verbs = any(opens_with_verb(" ".join(words[k:])) for k in range(len(words)))
    return None if verbs else end + len(more)


_MORE_FIELD = re.compile(r",(?:\s+[^\W\d_]+){2,4}(?=\s*:\s)")


def _more_field_end(text: str, folded: str, end: int) -> int | None:
    """Where a name ends that goes on behind a comma up to a colon with a duty: "Bộ phận Quản lý, bảo vệ rừng: lập …",
    "Công an xã, bảo vệ dân phố: tuần tra". What only a duty opens with ends the name: "Công an xã, phối hợp trực: …".
    """
    more = _MORE_FIELD.match(text, end)
    if more is None or not more[0].islower() or _acts().match(folded, duty_start(folded, end)):
        return None
    return more.end() if opens_with_verb(text[more.end() :].lstrip(" :")) else None


_FIELD_OF_VERB = re.compile(r"(?:\s+[^\W\d_]+){1,3}(?=\s*:\s)")


def _field_of_verb_end(text: str, start: int, end: int) -> int | None:
    """Where an unregistered name ends whose field goes on with a verb up to a colon with a duty: "Phòng Quản lý | đào
    tạo: xếp lịch thi". Behind a whole name the verb is what its body does.
    """
    more = _FIELD_OF_VERB.match(text, end)
    if more is None or not more[0].islower() or kind_of(text[start:end]) is not None:
        return None
    if not opens_with_verb(more[0].lstrip()) or _acts().match(fold(more[0]).lstrip()):
        return None
    duty = text[more.end() :].lstrip(" :")
    return more.end() if opens_with_verb(duty) or acts_behind_name(duty) else None


def _actor_end(text: str, folded: str, start: int) -> int | None:
    if names_body(text[start : start + 100]):
        units, end = read_units(text, start)
        if units and (further := _more_field_end(text, folded, end)) is not None:
            return further
        end = _second_field_end(text, folded, start, end) if units else end
        if units and (field := _field_of_verb_end(text, start, end)) is not None:
            return field
        for last in (end, _list_end(text, end)) if units else ():
            if _has_duty(text, folded, last) or _acts_plainly(text, folded, last):
                return last
        if units and text[end:].lstrip().startswith(":"):
            return end
        if units and (more := _unknown_field_end(text, end)) is not None:
            return more
        if units and (colon := _name_end_at_colon(text, end)) is not None:
            return colon
    if person := addressed_name().match(text, start):
        return _officer_end(text, folded, start + len(person[0].rstrip()), plainly=True)
    if (match := _officer().match(folded, start)) is not None:
        return _officer_end(text, folded, match.end())
    return None


@cache
def _before_strong_duty() -> re.Pattern[str]:
    strong = "|".join(word.replace(" ", r"\s+") for word in sorted(word_lists().duties_behind_boards))
    return re.compile(rf"(?:\s+và)?(?:\s+[^\W\d_]+){{1,5}}?(?=,?\s+(?:{strong})(?!\w))")


def _unknown_field_end(text: str, end: int) -> int | None:
    """Where a name goes on with a field that no list has, before what only one who acts can have behind: "Ban Quản lý
    di tích | và danh thắng | chủ trì"."""
    more = _before_strong_duty().match(text, end)
    words = more[0].split() if more else []
    field = words[1:] if words[:1] == ["và"] else words
    told = not field or opens_with_verb(" ".join(words)) or names_body(" ".join(field))
    return None if more is None or told or not word_lists().stops.isdisjoint(words) else more.end()


_SECOND_FIELD = re.compile(r",\s+[^\W\d_]+\s+[^\W\d_]+(?=\s)")


def _second_field_end(text: str, folded: str, start: int, end: int) -> int:
    """Where the name of a team ends that has two verbs for its field: "Tổ rà soát, thẩm định | gặp từng hộ"."""
    field = " ".join(text[start:end].split()[-2:])
    more = _SECOND_FIELD.match(text, end)
    if more is None or not opens_with_verb(field) or not opens_with_verb(more[0].lstrip(" ,")):
        return end
    return more.end() if _has_duty(text, folded, more.end()) else end


_NEXT_OF_LIST = re.compile(r";\s+(?:và\s+)?")


def _list_end(text: str, end: int) -> int:
    """Where a list of bodies ends that has semicolons between them: "Các cơ quan báo chí; Đài Truyền hình"."""
    last = end
    while match := _NEXT_OF_LIST.match(text, last):
        units, after = read_units(text, match.end())
        if not units:
            break
        last = after
    return last


_COPULA = re.compile(r"\s+là\s")


def _officer_end(text: str, folded: str, position: int, *, plainly: bool = False) -> int | None:
    """Where the name of a person in office ends: before the first word that says what is to be done.

    plainly: whether a verb counts that is short or a noun elsewhere: "chị Lan lo văn nghệ".
    """
    for match in re.finditer(r"\s+", text[position : position + 160]):
        at = position + match.start()
        if text[at - 1] in ".;:" and not (text[at - 1] == ";" and names_actor(text[position + match.end() :])):
            return at - 1 if text[at - 1] == ":" else None
        small = text[position + match.end() : position + match.end() + 1].islower()
        if small and (_has_duty(text, folded, at) or (plainly and _acts_plainly(text, folded, at))):
            told = _COPULA.search(text, position, at)  # "Giám đốc là người đứng đầu, có trách nhiệm …"
            return told.start() if told else at
        if opening("aims").match(folded, at):
            return None
    return None


@cache
def _given_duty() -> re.Pattern[str]:
    return re.compile(rf"[^,.;:()]{{1,120}}?(?<!\sva)(?=\s(?:{_any('duties')})(?!\w))")


@cache
def _obligations() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_any('duties')}|{_any('obligations')})(?!\w)")


def obligation(text: str, start: int = 0) -> int | None:
    """Where the words stand that oblige somebody, from ``start`` on, with the blanks before them; None without any.

    >>> obligation("Phòng Nội vụ phải nộp một bản.", 12), obligation("Đoàn công tác phái cán bộ đi.")
    (12, None)
    """
    for match in _obligations().finditer(fold(text), start):
        if text[match.start() : match.end()].lower() != "phái":
            return start + len(text[start : match.start()].rstrip())
    return None


def _relative_end(text: str, folded: str, start: int, end: int) -> int:
    """Where a class of bodies ends with what marks it off: "đơn vị | quản lý hồ sơ | có trách nhiệm …"."""
    match = _given_duty().match(folded, end)
    if match is None or not match_unit(text[start:end]).generic or duty_start(folded, end) >= match.end():
        return end
    return match.end() if not _circumstance().match(folded, end + 1) else end


def _only_tells_when(duty: str) -> bool:
    return _TELLS_WHEN.match(fold(duty)) is not None and not any(opens_with_verb(part) for part in duty.split(", "))


@cache
def _numbered_place() -> re.Pattern[str]:
    """What stands behind the colon of a row of places: "Điểm chỉ đạo: thôn 5, ngày 10/11"."""
    places = _alternatives(word_lists().hamlets | word_lists().numbered_places)
    return re.compile(rf"(?:{places})\s+\d{{1,2}}(?:\s*[,;.]|\s+và\s|$)", re.IGNORECASE)


_NAME = re.compile(rf"(?:{CAPITAL}[^\W\d_]*\s*){{1,5}}")


def _only_names(duty: str) -> bool:
    """Whether what stands behind a colon is a list of names: "các ấp: Mỹ Tân, Mỹ Thạnh, Đông Hưng"."""
    parts = [part for part in re.split(r",|;|\svà\s", duty.strip(" .;")) if part.strip()]
    return len(parts) > 1 and all(_NAME.fullmatch(part.strip()) for part in parts)


def duty_start(folded: str, position: int = 0) -> int:
    """Where the verb of a duty stands, behind adverbs, modals and circumstances; ``folded`` as ``fold`` gives it."""
    match = _duty().match(folded, position)
    return match.end() if match else position


def _has_duty(text: str, folded: str, end: int) -> bool:
    """Whether what follows a name says what its bearer does."""
    lead = re.compile(r"\s*,?\s*").match(folded, end)
    at = lead.end() if lead else end
    # "thực hiện tốt" is a verb, and an adverb of the verb behind it.
    if _says_duty(text, folded, at) or _says_duty(text, folded, duty_start(folded, end)):
        return True
    if not _circumstance().match(folded, at):
        return False
    # "Các đội, theo địa bàn của mình, có kế hoạch tuần tra": the verb stands behind the circumstance; behind an aim
    # ("để hướng dẫn …") only a comma ends it.
    ends = r",\s*(?=\w)" if opening("aims").match(folded, at) else r"(?:,\s*|\s+)(?=\w)"
    for match in re.compile(ends).finditer(folded, at, at + CIRCUMSTANCE):
        if folded[match.start()] in ".;:":
            return False
        if _says_duty(text, folded, duty_start(folded, match.end())):
            return True
    return False


def _acts_plainly(text: str, folded: str, end: int) -> bool:
    """Whether a body's name that ends at ``end`` has a verb behind it that opens no clause elsewhere."""
    for at in (end + len(text[end:]) - len(text[end:].lstrip(" ,")), duty_start(folded, end)):
        if text[at : at + 1].islower() and acts_behind_name(text[at:]):
            return True
    return False


def says_duty(text: str) -> bool:
    """Whether a text opens with what somebody does rather than with who does it.

    >>> says_duty("Phụ trách chung, điều hành cuộc họp"), says_duty("Tổ trưởng tổ dân phố"), says_duty("Công an xã")
    (True, False, False)
    """
    if names_actor(text):
        return False
    return opens_with_verb(text) or _acts().match(fold(text)) is not None


def _says_duty(text: str, folded: str, at: int) -> bool:
    rest = text[at : at + 60]
    if not rest or not (rest[0].islower() or _goes_on_in_capitals(text, at)):
        return False
    return bool(_acts().match(folded, at)) or opens_with_verb(rest)


_CAPITALS = re.compile(CAPITAL + r"{2,}(?!\w)")


def _goes_on_in_capitals(text: str, at: int) -> bool:
    """Whether a name and the verb behind it are in capitals: "HỘI NÔNG DÂN XÃ | PHỐI HỢP VỚI CÁC THÔN"."""
    return bool(_CAPITALS.match(text) and _CAPITALS.match(text, at)) and text[:at].isupper()
