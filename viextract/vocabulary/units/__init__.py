"""Names of bodies: how they are cut, what kinds the registry knows, how far a name reaches, and lists of them."""

from viextract.vocabulary.units.ended import exists, of_living_level
from viextract.vocabulary.units.grammar import opens_body, with_capitals_of_kinds
from viextract.vocabulary.units.reading import (
    READ_AHEAD,
    acts_behind_name,
    find_units,
    in_force,
    is_one_body,
    kind_of,
    match_unit,
    names_body,
    opens_with_verb,
    read_units,
    split_units,
)
from viextract.vocabulary.units.registry import FUZZY_CUTOFF, Kind
from viextract.vocabulary.units.tokens import abbreviations, owners, tokenize, word_lists

__all__ = [
    "FUZZY_CUTOFF",
    "READ_AHEAD",
    "Kind",
    "abbreviations",
    "acts_behind_name",
    "exists",
    "find_units",
    "in_force",
    "is_one_body",
    "kind_of",
    "match_unit",
    "names_body",
    "of_living_level",
    "opens_body",
    "opens_with_verb",
    "owners",
    "read_units",
    "split_units",
    "tokenize",
    "with_capitals_of_kinds",
    "word_lists",
]
