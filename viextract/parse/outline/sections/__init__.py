"""The tree of sections and the tasks in it."""

from viextract.parse.outline.sections.build import build, is_all_duties
from viextract.parse.outline.sections.tree import DOUBT, Heading, Node, TaskDraft, Tree, lists_goals, units_of, year_of
from viextract.parse.outline.sections.unmarked import asks_when, is_lead_in

__all__ = [
    "DOUBT",
    "Heading",
    "Node",
    "TaskDraft",
    "Tree",
    "asks_when",
    "build",
    "is_all_duties",
    "is_lead_in",
    "lists_goals",
    "units_of",
    "year_of",
]
