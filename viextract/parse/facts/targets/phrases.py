"""The phrases around a figure (``dictionaries/targets.yaml``) as patterns."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from viextract.data import read_yaml
from viextract.parse.facts.targets.numbers import NUMBER


@cache
def phrases() -> dict[str, list[str]]:
    """The lists of words; words of comparison and their denials stand among those of "at least" and "at most"."""
    data: dict[str, Any] = read_yaml("targets.yaml")
    words = {name: list(words) for name, words in data.items() if name != "source"}
    denied = {name: [f"{no} {word}" for no in words["denials"] for word in words[name]] for name in ("more", "less")}
    words["at_least"] += [*words["more"], *denied["less"]]
    words["at_most"] += [*words["less"], *denied["more"], *words["not_reached"]]
    words["count_cues"] += [*denied["less"], *denied["more"]]
    return words


def alternatives(words: Iterable[str]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))


class Patterns:
    """All patterns of goals, made once from the phrases: a figure with its sign, a ratio, a count, and what tells which
    of them are goals.
    """

    def __init__(self) -> None:
        words = phrases()
        units = alternatives([*words["money"], *words["nouns"]])
        lead = rf"(?:\s+(?:{alternatives(words['before_figures'])}))*\s*$"
        percent, to = (alternatives(words[name]) for name in ("percent", "ranges"))
        above, below, since = (alternatives(words[name]) for name in ("above", "below", "starts"))
        self.figure = re.compile(
            rf"(?<![\w.,/%-])(?P<sign>≥|>=|≤|<=|>|<|=|\+)?\s*(?P<low>{NUMBER})\s*(?:%|{percent})?"
            rf"(?:\s*(?:-|–|{to})\s*(?:(?:{below}|{above})\s+)?(?P<high>{NUMBER}))?\s*(?P<percent>%|{percent})",
            re.IGNORECASE,
        )
        self.ratio = re.compile(
            r"(?<![\w.,/-])(?P<part>\d{1,4}(?:\.\d{3})*)\s?/\s?(?P<all>\d{1,4}(?:\.\d{3})*)(?![\w/.,-]*\d)"
            rf"(?:\s+(?P<unit>{units}|[a-zà-ỹđ]+))?",
        )
        self.count = re.compile(
            rf"(?<![\w.,/-])(?P<sign>≥|>=|≤|<=)?\s*(?P<low>{NUMBER})(?:\s*(?:-|–|{to})\s*(?P<high>{NUMBER}))?\s+"
            rf"(?P<unit>{units}|[a-zà-ỹđ]+(?:2|3)?)",
            re.IGNORECASE,
        )
        self.at_least = re.compile(rf"(?<!\w)(?:{alternatives(words['at_least'])}){lead}", re.IGNORECASE)
        self.at_most = re.compile(rf"(?<!\w)(?:{alternatives(words['at_most'])}){lead}", re.IGNORECASE)
        self.from_ = re.compile(rf"(?<!\w)(?:{since})\s+(?:(?:{above})\s+)?$", re.IGNORECASE)
        self.count_cue = re.compile(rf"(?<!\w)(?:{alternatives(words['count_cues'])}){lead}", re.IGNORECASE)
        self.not_goal = re.compile(
            rf"(?<!\w)(?:{alternatives(words['not_goals'])})(?:\s+\w+){{0,2}}\s*$", re.IGNORECASE
        )
        self.share = re.compile(rf"(?<!\w)(?:{alternatives(words['shares'])})(?:\s+\w+){{0,2}}\s*$", re.IGNORECASE)
        self.strives = re.compile(rf"(?<!\w)(?:{alternatives(words['striving'])})(?!\w)", re.IGNORECASE)
        self.striving = re.compile(
            rf"(?<!\w)(?:{alternatives(words['striving'])})(?:\s+[^\W\d]+){{0,5}}\s*$", re.IGNORECASE
        )
        # Behind a counted figure: it is where a change starts from.
        self.changes = re.compile(rf"\s*(?:{alternatives(words['change_to'])})(?!\w)", re.IGNORECASE)
        self.owns = re.compile(rf"(?<!\w)(?:{alternatives(words['owning'])})\s+$", re.IGNORECASE)
        self.owes = re.compile(rf"[^.;,:]{{0,60}}?\s(?:{alternatives(words['owing'])})(?!\w)", re.IGNORECASE)
        self.too_much = re.compile(rf"(?<!\w)(?:{alternatives(words['too_much'])})\s+$", re.IGNORECASE)
        self.penalised = re.compile(rf"[^.;:]{{0,60}}?\s(?:{alternatives(words['penalties'])})(?!\w)", re.IGNORECASE)
        self.per = re.compile(rf"(?<!\w)(?:{alternatives(words['per'])})\s*$", re.IGNORECASE)
        self.age = re.compile(rf"\s*(?:{alternatives(words['ages'])})")
        self.label = re.compile(rf"(?<!\w)(?:{alternatives(words['labels'])})\s*$", re.IGNORECASE)
        self.increase = re.compile(rf"(?<!\w)(?:{alternatives(words['increase'])}){lead}", re.IGNORECASE)
        self.decrease = re.compile(rf"(?<!\w)(?:{alternatives(words['decrease'])}){lead}", re.IGNORECASE)
        self.or_more = re.compile(
            rf"\s*(?:[^\d,;.()]{{0,40}}?\s)?(?:{alternatives(words['or_more'])})(?!\w)", re.IGNORECASE
        )
        self.or_less = re.compile(
            rf"\s*(?:[^\d,;.()]{{0,40}}?\s)?(?:{alternatives(words['or_less'])})(?!\w)", re.IGNORECASE
        )
        self.relative = re.compile(
            rf"(?<!\w)(?P<up>{alternatives(words['rising'])}"
            rf"|(?:{alternatives(words['rising_misread'])})(?=\s+(?:{alternatives(words['comparing'])})))"
            rf"|(?<!\w)(?P<down>{alternatives(words['falling'])})",
            re.IGNORECASE,
        )
        self.compared = re.compile(
            rf"\s+(?:(?:{alternatives(words['degrees'])})\s+)?"
            rf"(?:{alternatives([*words['comparing'], *words['over_years']])})",
            re.IGNORECASE,
        )
        self.denied = re.compile(rf"(?<!\w)(?:{alternatives(words['denials_of_clause'])})\s[^;:.,\d]*$", re.IGNORECASE)
        self.exceeds = re.compile(rf"(?:{alternatives(words['excess'])})(?!\w)", re.IGNORECASE)
        self.denied_verb = re.compile(
            rf"(?<!\w)(?:{alternatives(words['denials_of_verb'])})\s+(?:[^\W\d]+\s+){{1,6}}$", re.IGNORECASE
        )
        self.compares = re.compile(rf"(?<!\w)(?:{alternatives([*words['more'], *words['less']])}){lead}", re.IGNORECASE)
        # "giảm tỷ lệ hộ nghèo xuống còn", "giảm từ 12 vụ xuống"
        from_ = rf"(?:(?:{since})\s+{NUMBER}\s*%?[^;.,\d]{{0,20}}?)?"
        down = alternatives(words["down_to"])
        self.shrinks = re.compile(
            rf"(?<!\w)(?:{alternatives(words['decrease'])})\s[^;.\d]{{0,60}}?{from_}(?:{down})"
            rf"\s*(?:(?:{down})\s*)?(?:(?:{below})\s*)?$",
            re.IGNORECASE,
        )
        self.grows = re.compile(
            rf"(?<!\w)(?:{alternatives(words['raising'])})\s[^;.]{{0,60}}?(?:{NUMBER}\s*%?\s*)?"
            rf"(?:{alternatives(words['up_to'])})\s*(?:(?:{above})\s*)?$",
            re.IGNORECASE,
        )


@cache
def patterns() -> Patterns:
    return Patterns()
