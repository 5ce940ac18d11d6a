"""Errors are an interface: each has a cause, advice and an exit code, and survives the way between processes."""

import pickle
import re
from pathlib import Path

import pytest

import viextract
from viextract.errors import OTHER_EXIT_CODES, ViextractError, all_errors

PAGE = Path(__file__).resolve().parents[1] / "docs" / "errors.md"

# A code keeps its meaning for ever: change nothing here, only add.
EXIT_CODES = {
    "input-not-found": 10,
    "input-unreadable": 11,
    "unsupported-format": 12,
    "empty-input": 13,
    "damaged-file": 14,
    "encrypted-file": 15,
    "too-large": 16,
    "timed-out": 17,
    "engine-missing": 18,
    "engine-failed": 19,
    "nothing-recognised": 20,
    "output-not-writable": 21,
    "invalid-option": 22,
    "invalid-plan": 23,
    "batch-failed": 24,
    "worker-died": 25,
    "invalid-corrections": 26,
    "unsafe-archive": 27,
}


def test_exit_codes_are_stable_and_unique() -> None:
    assert {kind("x").code: kind.exit_code for kind in all_errors()} == EXIT_CODES
    assert not set(EXIT_CODES.values()) & set(OTHER_EXIT_CODES)


@pytest.mark.parametrize("kind", all_errors())
def test_every_error_says_what_it_is_and_what_to_do(kind: type[ViextractError]) -> None:
    assert issubclass(kind, viextract.ViextractError)
    assert kind.__doc__ and kind.__doc__.strip().endswith(".")
    assert kind.advice != ViextractError.advice and kind.advice.endswith(".")


@pytest.mark.parametrize("kind", all_errors())
def test_an_error_is_the_same_after_pickling(kind: type[ViextractError]) -> None:
    error = pickle.loads(pickle.dumps(kind("the cause", advice="the advice")))
    assert type(error) is kind
    assert (str(error), error.cause, error.advice) == ("the cause", "the cause", "the advice")


def test_the_page_lists_every_error_with_its_code() -> None:
    rows = re.findall(r"^\| (\d+) \| `([\w-]+)` \|", PAGE.read_text("utf-8"), re.MULTILINE)
    assert {code: int(number) for number, code in rows} == EXIT_CODES
