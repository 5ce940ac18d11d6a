"""The search over a lattice, on clauses made by hand."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pytest

from viextract.language.ngram import BREAK_ID, UNKNOWN_ID, model
from viextract.recover.decode import Settings, decode, decode_again, rivals
from viextract.recover.windows import Lattice


class Edge(NamedTuple):
    span: int
    ids: tuple[int, ...]
    text: str
    cost: float


class Choice(NamedTuple):
    start: int
    edge: Edge
    posterior: float
    others: list[tuple[Edge, float]]


@dataclass
class Clause:
    length: int
    rows: list[tuple[int, Edge]] = field(default_factory=list)

    def add(self, start: int, edges: list[Edge]) -> None:
        self.rows = sorted([*self.rows, *((start, edge) for edge in edges)], key=lambda row: row[0])


def laid(clauses: list[Clause]) -> tuple[Lattice, list[Edge]]:
    rows = [(i, start, edge) for i, made in enumerate(clauses) for start, edge in made.rows]
    columns = [
        np.array(column, dtype=np.int64).reshape(-1)
        for column in (
            [i for i, _, _ in rows],
            [start for _, start, _ in rows],
            [edge.span for *_, edge in rows],
            [edge.ids[0] for *_, edge in rows],
            [edge.ids[1] if len(edge.ids) > 1 else -1 for *_, edge in rows],
        )
    ]
    lengths = np.array([made.length for made in clauses], dtype=np.int64)
    clause, start, span, w1, w2 = columns
    costs = np.array([edge.cost for *_, edge in rows])
    return Lattice(lengths, clause, start, span, w1, w2, costs), [edge for *_, edge in rows]


def decoded(clauses: list[Clause], settings: Settings | None = None) -> list[list[Choice]]:
    lattice, edges = laid(clauses)
    found = decode(lattice, settings)
    result: list[list[Choice]] = [[] for _ in clauses]
    beside = rivals(lattice, found)
    for at, i in enumerate(found.path.tolist()):
        others = [(edges[j], float(found.posterior[j])) for j in beside.edge[beside.at == at].tolist()]
        result[lattice.clause[i]].append(Choice(int(lattice.start[i]), edges[i], float(found.posterior[i]), others))
    return result


def word(text: str, cost: float = 0.0, span: int = 1) -> Edge:
    ids = tuple(model().id(part) for part in text.lower().split())
    assert UNKNOWN_ID not in ids
    return Edge(span, ids, text, cost)


def clause(length: int, *columns: tuple[int, list[Edge]]) -> Clause:
    made = Clause(length)
    for start, edges in columns:
        made.add(start, edges)
    return made


def words(choices: list[Choice]) -> list[str]:
    return [choice.edge.text for choice in choices]


def one(text: str) -> list[Edge]:
    return [word(text)]


def score(path: list[Edge]) -> float:
    """The score of a whole path, as the search sees it: the model's, less what the edges cost."""
    ids = [BREAK_ID, *(i for edge in path for i in edge.ids), BREAK_ID]
    padded = np.array([-1, -1, *ids], dtype=np.int64)
    h3, h2, h1, last = padded[:-3], padded[1:-2], padded[2:-1], padded[3:]
    lm = model()
    return float(lm.score(h1, h2, h3, last, lm.backoffs(h1, h2, h3)).sum()) - sum(edge.cost for edge in path)


def test_no_clauses_no_choices() -> None:
    assert decoded([]) == []


def test_context_decides_between_words_that_cost_the_same() -> None:
    forms = [word("nhân"), word("nhận"), word("nhàn")]
    people = clause(2, (0, forms), (1, one("dân")))
    receive = clause(2, (0, forms), (1, one("được")))
    assert [words(choices) for choices in decoded([people, receive])] == [["nhân", "dân"], ["nhận", "được"]]


def test_cost_decides_against_context_when_it_is_high_enough() -> None:
    made = clause(2, (0, [word("nhân", 40.0), word("nhận")]), (1, one("dân")))
    assert words(decoded([made])[0]) == ["nhận", "dân"]


def test_two_tokens_are_joined_where_that_explains_them_better() -> None:
    made = clause(3, (0, [word("kế")]), (1, [word("ho", 8.0)]), (2, [word("ách", 8.0)]))
    made.add(1, [word("hoạch", 2.0, span=2)])
    choices = decoded([made])[0]
    assert words(choices) == ["kế", "hoạch"]
    assert [choice.start for choice in choices] == [0, 1]


def test_one_token_is_split_where_that_explains_it_better() -> None:
    made = clause(3, (0, one("ủy")), (1, [word("bàn", 3.0), word("ban nhân", 1.0)]), (2, one("dân")))
    assert words(decoded([made])[0]) == ["ủy", "ban nhân", "dân"]


def test_a_join_that_costs_too_much_is_not_made() -> None:
    made = clause(3, (0, one("học")), (1, one("tập")), (2, one("toàn")))
    made.add(0, [word("học", 30.0, span=2)])
    assert words(decoded([made])[0]) == ["học", "tập", "toàn"]


@pytest.fixture(scope="module")
def lattice() -> Clause:
    """Four tokens; the second and third may be one word, and the fourth two."""
    made = clause(
        4,
        (0, [word("phòng", 0.5), word("phong", 0.3), word("phóng", 1.0)]),
        (1, [word("chống", 0.5), word("chông", 0.4)]),
        (2, [word("lụt", 0.5), word("lút", 0.2)]),
        (3, [word("bão", 0.4), word("bao", 0.1), word("báo cáo", 4.0)]),
    )
    made.add(1, [word("chốt", 3.0, span=2)])
    return made


def all_paths(made: Clause, at: int = 0) -> list[list[Edge]]:
    if at == made.length:
        return [[]]
    here = [edge for start, edge in made.rows if start == at]
    return [[edge, *rest] for edge in here for rest in all_paths(made, at + edge.span)]


def test_the_best_of_all_paths_is_found(lattice: Clause) -> None:
    best = max(all_paths(lattice), key=score)
    assert words(decoded([lattice])[0]) == [edge.text for edge in best]


def test_posteriors_are_those_of_all_paths(lattice: Clause) -> None:
    """With a beam that drops nothing, forward and backward sums are the sums over all paths."""
    settings = Settings(beam=10_000, margin=1e9, temperature=1.4)
    paths = all_paths(lattice)
    weights = [math.exp(score(path) / settings.temperature) for path in paths]
    for choice in decoded([lattice], settings)[0]:
        through = sum(w for path, w in zip(paths, weights, strict=True) if any(e is choice.edge for e in path))
        assert choice.posterior == pytest.approx(through / sum(weights), abs=1e-4)


def test_posteriors_of_the_edges_over_a_token_sum_to_one(lattice: Clause) -> None:
    doubtful = Settings(beam=100, margin=100.0, temperature=4.0)  # so that rivals are listed
    first = decoded([lattice], doubtful)[0][0]
    assert first.others
    assert first.posterior + sum(p for _, p in first.others) == pytest.approx(1.0, abs=0.02)


def test_a_higher_temperature_is_less_sure(lattice: Clause) -> None:
    sure, less = (decoded([lattice], Settings(beam=100, margin=100.0, temperature=t))[0] for t in (1.0, 5.0))
    assert words(sure) == words(less)
    assert sum(c.posterior for c in sure) > sum(c.posterior for c in less)


def test_rivals_are_listed_likeliest_first_without_the_chosen(lattice: Clause) -> None:
    for choice in decoded([lattice], Settings(beam=100, margin=100.0, temperature=5.0))[0]:
        shares = [p for _, p in choice.others]
        assert shares == sorted(shares, reverse=True)
        assert all(edge != choice.edge for edge, _ in choice.others)


def test_clauses_do_not_depend_on_each_other(lattice: Clause) -> None:
    other = clause(2, (0, [word("nhân"), word("nhận")]), (1, one("dân")))
    alone = [decoded([lattice])[0], decoded([other])[0]]
    together = decoded([lattice, other, lattice])
    for expected, found in zip([*alone, alone[0]], together, strict=True):
        assert words(found) == words(expected)
        assert [c.posterior for c in found] == pytest.approx([c.posterior for c in expected])


def test_choices_cover_every_token_once(lattice: Clause) -> None:
    choices = decoded([lattice])[0]
    ends = [0, *(choice.start + choice.edge.span for choice in choices)]
    assert [choice.start for choice in choices] == ends[:-1]
    assert ends[-1] == lattice.length
    assert all(a < b for a, b in pairwise(ends))


# --- windows ----------------------------------------------------------------------------------------------------------

LONG_TEXT = (
    "căn cứ kế hoạch của ủy ban nhân dân tỉnh về việc tổ chức thực hiện công tác bảo vệ môi trường và phát triển "
    "kinh tế trên địa bàn huyện trong năm và các năm tiếp theo để nâng cao đời sống"
)
LONG = LONG_TEXT.split()


def long_clause() -> Clause:
    """Every token with its word and a stranger, some of them two tokens wide."""
    made = Clause(len(LONG))
    for i, text in enumerate(LONG):
        made.add(i, [word(text, 0.2), word("bão", 0.0)])
        if i % 7 == 3 and i + 1 < len(LONG):
            made.add(i, [word("lụt", 1.0, span=2)])
    return made


@pytest.mark.parametrize("size", [4, 9, 17])
def test_windows_give_what_the_whole_gives(size: int) -> None:
    made = long_clause()
    [whole] = decoded([made], Settings(window=1000))
    [cut] = decoded([made], Settings(window=size))
    assert words(cut) == words(whole) == LONG
    assert [c.posterior for c in cut] == pytest.approx([c.posterior for c in whole], abs=0.05)


@pytest.mark.parametrize("doubtful", [[0], [12], [len(LONG) - 1], [3, 4, 30]])
def test_what_is_decided_anew_fits_between_what_stays(doubtful: list[int]) -> None:
    made = long_clause()
    lattice, edges = laid([made, made])
    first = decode(lattice, Settings(window=8))
    asked = np.zeros(len(first.path), dtype=bool)
    asked[doubtful] = True
    again = decode_again(lattice, first, asked, settings=Settings(window=8))
    assert [edges[i].text for i in again.path] == LONG * 2
    unasked = lattice.clause == 1
    assert (again.posterior[unasked] == first.posterior[unasked]).all()
    # What stands beside is taken for certain now, so that posteriors are not quite the same.
    assert again.posterior[again.path] == pytest.approx(first.posterior[first.path], abs=0.15)


def test_where_nothing_is_doubtful_nothing_is_decided_anew() -> None:
    lattice, _ = laid([long_clause()])
    first = decode(lattice)
    assert decode_again(lattice, first, np.zeros(len(first.path), dtype=bool)) is first


def test_a_place_that_every_path_bridges_is_passed_over() -> None:
    made = clause(3, (0, one("kế")), (1, [word("hoạch", span=2)]))
    assert words(decoded([made])[0]) == ["kế", "hoạch"]
    assert [c.posterior for c in decoded([made])[0]] == pytest.approx([1.0, 1.0])


def test_blocks_give_what_all_together_give(lattice: Clause, monkeypatch: pytest.MonkeyPatch) -> None:
    clauses = [lattice, long_clause(), clause(2, (0, [word("nhân"), word("nhận")]), (1, one("dân")))] * 3
    together = decoded(clauses, Settings(window=8))
    monkeypatch.setattr("viextract.recover.decode._BLOCK", 2)
    blocks = decoded(clauses, Settings(window=8))
    assert [words(choices) for choices in blocks] == [words(choices) for choices in together]
    for a, b in zip(blocks, together, strict=True):
        assert [c.posterior for c in a] == pytest.approx([c.posterior for c in b])


def test_what_ends_a_sentence_counts_only_where_one_ends() -> None:
    """Behind a full line without a stop the last word needs not be one that ends a sentence."""
    lattice, _ = laid([clause(1, (0, [word("các"), word("xã", 3.0)]))])
    ended = decode(lattice).posterior
    going_on = decode(replace(lattice, ends=np.array([False]))).posterior
    assert going_on[0] > ended[0]
