"""What a sentence says: dates, deadlines, goals, cited documents."""

from viextract.parse.facts.dates import find_date, impossible_years

__all__ = ["find_date", "impossible_years"]
