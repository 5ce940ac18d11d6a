"""A parse never fails on odd text, loses nothing of it, and is quick."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.growth import calls_of, is_linear
from tests.parse.helpers import PLANS, plan_of, walk
from viextract.export.outline import plan_outline
from viextract.model.plan import Plan

# Control characters make a file binary, which reading refuses.
LETTERS = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=60)
PIECES = [
    "I. MỤC ĐÍCH",
    "1. Yêu cầu:",
    "- Nhặt rác.",
    "+ Ban đêm;",
    "a) Công an xã tuần tra.",
    "Điều 1.",
    "Chương II",
    "PHỤ LỤC",
    "Nơi nhận:",
    "TM. ỦY BAN NHÂN DÂN",
    "KẾ HOẠCH",
    "Trên đây là kế hoạch./.",
    "(Kèm theo Kế hoạch số 1/KH-UBND)",
    "100%",
    "Căn cứ Quyết định số 1/QĐ-UBND ngày 1/1/2025 của UBND xã;",
    "TỔ CHỨC THỰC HIỆN",
    "Sở Tài chính, Sở Y tế",
    "Số: 5/KH-UBND",
    "STT\tViệc\tAi",
    "1\tQuét\tThôn",
    "phối hợp với",
    ". 3 Việc",
    "II1. VIỆC",
    "“",
    "(",
    "…",
    "V/v họp",
    "Kính gửi: Các thôn",
]


@settings(max_examples=80, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(PIECES), LETTERS, st.just("")), max_size=25))
def test_any_order_of_any_lines_makes_a_valid_plan(lines):
    text = "\n".join(lines)
    if not text.strip():
        return
    plan = plan_of(text)
    assert Plan.model_validate_json(plan.to_json()) == plan
    assert plan_outline(plan).endswith("\n")
    ids = [section.id for _, section in walk(plan.sections)]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("path", sorted(PLANS.glob("*.txt")), ids=lambda path: path.stem)
def test_shuffled_and_torn_plans_do_not_fail(path):
    rng = random.Random(7)
    lines = path.read_text("utf-8").split("\n")
    for _ in range(3):
        rng.shuffle(lines)
        torn = [line[rng.randrange(len(line) + 1) :] for line in lines]
        assert plan_of("\n".join(torn) + "\nx").source.name == "plan.txt"


def test_text_that_is_no_plan_is_kept_with_a_warning():
    plan = plan_of("Thư gửi bạn\n\nHôm nay trời đẹp lắm, cả nhà đi chơi.")
    kept = [task.text for task in plan.tasks] + [warning.message for warning in plan.warnings]
    assert any("trời đẹp" in text for text in kept)
    assert "no-headings" in [warning.code for warning in plan.warnings]


@pytest.mark.parametrize(
    ("piece", "count", "end"),
    [
        ("(", 3000, ""),
        ("100% ", 3000, ""),
        ("Sở Tài chính, ", 1500, ""),
        ("từ ", 5000, "5%"),
        ("A", 30000, ""),
        ("a) ", 4000, ""),
        ("giảm ", 3000, "còn 5%"),
    ],
    ids=["brackets", "figures", "bodies", "words", "capitals", "labels", "falling"],
)
def test_monstrous_paragraphs_take_no_more_than_linear_time(piece, count, end):
    def work(size):
        text = "I. VIỆC\n\n- " + piece * size + end
        return lambda: plan_of(text)

    assert is_linear(work, short=count)


MOST_CALLS = 150_000
"""Calls of functions for a page of 3,000 characters, twice what a plain plan takes now. What reads each paragraph
once more, or looks each word up in one more list, stays below it; what compares each with each does not."""


def test_a_plain_page_costs_no_more_calls_than_it_should():
    text = (PLANS / "kho.txt").read_text("utf-8") * 6
    plan_of(text)
    assert calls_of(lambda: plan_of(text)) / (len(text) / 3000) < MOST_CALLS
