"""When something is due: full dates, or how often it comes back, with the words that say so.

Words are ``dictionaries/deadlines.yaml``; what counts as a deadline: a time that dates the work itself. "Trước ngày
15/4" ends on the day before, "chậm nhất ngày 15/4" on it. A day without a year takes it from the text, else from the
:class:`Context`: the nearest heading's year, else the year of issue.

>>> d = find_deadline("Báo cáo gửi về trước ngày 10 tháng 11 hằng năm")
>>> d.text, d.end, d.recurrence, d.day
('trước ngày 10 tháng 11 hằng năm', None, 'yearly', '--11-09')
>>> d = find_deadline("hoàn thành trong quý I", Context(issued_on="2025-12-20"))
>>> d.start, d.end
('2026-01-01', '2026-03-31')
>>> d = find_deadline("trong 30 ngày kể từ ngày ban hành", Context(issued_on="2026-03-01"))
>>> d.end
'2026-03-31'
"""

from viextract.parse.facts.deadlines.context import NOWHERE, Context
from viextract.parse.facts.deadlines.find import SHORT, find_deadline, find_deadlines
from viextract.parse.facts.deadlines.recurrence import rhythm_phrases, rhythms_without_value
from viextract.parse.facts.deadlines.unread import impossible_days, times_without_date

__all__ = [
    "NOWHERE",
    "SHORT",
    "Context",
    "find_deadline",
    "find_deadlines",
    "impossible_days",
    "rhythm_phrases",
    "rhythms_without_value",
    "times_without_date",
]
