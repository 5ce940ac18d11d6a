"""The weights of the outline are learnt from rows with known roles."""

from __future__ import annotations

from benchmarks.outline.fit import examples, fit, likelihood, rows_of
from viextract.parse.outline.rows import weights


def test_cues_are_learnt_and_what_the_examples_do_not_show_stays() -> None:
    known = [({"always": 1.0, "capitals": 1.0}, False), ({"always": 1.0, "bold": 1.0}, True)] * 40
    fitted = fit(known, weights())
    assert likelihood(known, fitted)[0] > likelihood(known, weights())[0]
    assert fitted["capitals"] < weights()["capitals"]
    assert fitted["verb"] == weights()["verb"] and fitted["always"] == weights()["always"]


def test_a_generated_paper_gives_examples() -> None:
    found = list(examples(rows_of(3)))
    assert any(role for _, role in found) and all("always" in cues for cues, _ in found)
