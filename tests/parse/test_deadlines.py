"""When something is due: forms of times, prepositions, what comes back, and what is no deadline."""

from __future__ import annotations

import pytest

from tests.growth import reads_in_linear_time
from tests.parse.helpers import written_cases
from viextract.data import read_yaml
from viextract.model.plan import Deadline
from viextract.parse.facts.deadlines import Context, find_deadline, find_deadlines


def written(deadline: Deadline) -> str:
    """A deadline in the form of the case file."""
    span = f"{deadline.start or ''}..{deadline.end or ''}" if deadline.start or deadline.end else None
    return " ".join(filter(None, (span, deadline.recurrence, deadline.day)))


@pytest.mark.parametrize(("text", "wanted", "group"), written_cases("deadlines"))
def test_deadlines_of_a_text(text, wanted, group):
    wanted = wanted if isinstance(wanted, list) else [] if wanted == "none" else [wanted]
    context = Context(**group.get("context", {}))
    assert [written(found) for found in find_deadlines(text, context, time=group.get("time", False))] == wanted


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Gửi hồ sơ trước ngày 15/4/2025.", "trước ngày 15/4/2025"),
        ("họp chậm nhất là ngày 05 tháng 9 năm 2025", "chậm nhất là ngày 05 tháng 9 năm 2025"),
        ("từ ngày 01/10 đến ngày 15/11/2025 tại xã", "từ ngày 01/10 đến ngày 15/11/2025"),
        ("báo cáo trước ngày 25 hằng tháng", "trước ngày 25 hằng tháng"),
        ("gửi lịch trực vào thứ Sáu hằng tuần", "vào thứ Sáu hằng tuần"),
        ("làm trong 2 ngày, từ ngày 04/8/2026 ở thôn", "2 ngày, từ ngày 04/8/2026"),
    ],
)
def test_words_that_say_when(text, printed):
    found = find_deadline(text)
    assert found is not None and found.text == printed


def test_year_of_a_heading_goes_before_that_of_the_day_of_issue():
    context = Context(issued_on="2025-11-18").below(2027)
    assert find_deadline("trước ngày 15/12", context) == Deadline(text="trước ngày 15/12", end="2027-12-14")


def test_partial_day_of_issue_gives_the_year():
    found = find_deadline("trước ngày 15/12", Context(issued_on="2026"))
    assert found is not None and found.end == "2026-12-14"


@pytest.mark.parametrize(
    "piece",
    [
        "trước ngày 15/4/2025, ",
        "từ ngày 1 đến ngày ",
        "hằng năm ",
        "quý I, ",
        "12, ",
        "(((",
        "Kế hoạch số 1/KH-UBND ngày 1/1/2025 của ",
    ],
)
def test_time_grows_with_the_length_of_the_text(piece):
    assert reads_in_linear_time(find_deadlines, piece)


def test_words_are_lower_case_and_listed_once():
    for name, words in read_yaml("deadlines.yaml").items():
        if isinstance(words, list):
            assert words == [word.lower() for word in words], name
            assert len(words) == len(set(words)), name


def test_the_number_of_a_round_is_no_day():
    found = find_deadlines("Phát động trong đợt 1 tháng 4 năm 2026.")
    assert "2026-04-01" not in [deadline.end for deadline in found]
