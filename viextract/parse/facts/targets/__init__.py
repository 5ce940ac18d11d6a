"""Figures that are goals: value, unit, comparator, denominator, year, direction.

Phrases are ``dictionaries/targets.yaml``. Numbers are written the Vietnamese way (``1.250`` is a thousand and some,
``55,55`` has decimals). A range is one goal with its lower end.

>>> goals = find_targets("Đến năm 2027, tỷ lệ hộ dùng nước sạch đạt 95,5% trở lên")
>>> [(t.value, t.unit, t.comparator, t.year) for t in goals]
[(95.5, '%', '>=', 2027)]
>>> [(t.value, t.of, t.unit, t.comparator) for t in find_targets("12/12 xã có nhà văn hóa")]
[(12, 12, 'xã', '=')]
>>> [(t.value, t.comparator) for t in find_targets("đạt từ 70% đến 80%")]
[(70, '>=')]
"""

from viextract.parse.facts.targets.comparators import comparator_of
from viextract.parse.facts.targets.find import find_targets
from viextract.parse.facts.targets.numbers import NUMBER, read_number
from viextract.parse.facts.targets.years import heading_year

__all__ = ["NUMBER", "comparator_of", "find_targets", "heading_year", "read_number"]
