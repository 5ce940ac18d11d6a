"""Text that imitates HTML or script, and odd names, are text on the page and nothing else."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.review.documents import TEXTS, processed, scan
from viextract.options import Options
from viextract.review.offline import review_page
from viextract.review.page import SCRIPTS, html_page, json_block, policy

HOSTILE = [
    "</script><script>window.hit=1</script>",
    "<img src=x onerror=window.hit=1>",
    "<!-- <script> --><svg onload=window.hit=1>",
    '"><iframe src="https://example.org/"></iframe>',
    "'+window.hit++ +'${window.hit=1}`",
    "=HYPERLINK(\"https://example.org\") javascript:window.hit=1",
    "\u2028window.hit=1\u2029 \u202e \x00 ]]> &lt;b&gt; &#x3c;",
]  # fmt: skip


def test_hostile_text_shows_as_text_everywhere(tab: Any, tmp_path: Path) -> None:
    texts = [*TEXTS[:5], *(f"- Phòng Kinh tế chủ trì {text}" for text in HOSTILE), *(f"2. {text}" for text in HOSTILE)]
    document = scan(texts=texts)
    document.name = '"><script>window.hit=1</script>.pdf'
    for cell, text in zip(document.grids()[0].cells, HOSTILE, strict=False):
        cell.raw = text
    document.warnings = [("<b>x</b>", HOSTILE[0], None)]
    path = tmp_path / "review.html"
    path.write_text(review_page(processed(document), Options()), "utf-8")
    tab.goto(path.as_uri())
    tab.select_option("#filter", "all")
    for _ in range(60):
        tab.keyboard.press("j")
    tab.locator("#plan .duty").first.click()
    assert tab.evaluate("window.hit") is None
    assert tab.locator("script").count() == 3 and tab.locator("iframe, #plan img, #plan svg, #plan b b").count() == 0
    tab.locator("#plan .block", has_text="onerror").first.scroll_into_view_if_needed()
    assert tab.locator("#plan .token", has_text="onerror=window.hit=1>").count() >= 1


def test_the_page_s_policy_stops_a_script_that_is_not_its_own(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "review.html"
    page = review_page(processed(scan()), Options())
    path.write_text(page.replace("</body>", "<script>window.hit=1</script><img src=https://example.org/a.png></body>"))
    tab = browser.new_page()
    asked: list[str] = []
    tab.on("requestfinished", lambda request: asked.append(request.url))
    tab.goto(path.as_uri())
    assert tab.evaluate("window.hit") is None and not [url for url in asked if url.startswith("http")]
    tab.close()


@given(
    st.recursive(
        st.text() | st.none() | st.integers(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_no_data_can_end_its_block(data: object) -> None:
    block = json_block(data)
    assert not re.search("[<>&\u2028\u2029]", block) and json.loads(block) == data


def test_the_policy_names_its_own_script_and_nothing_from_elsewhere() -> None:
    for served in (False, True):
        rules = policy(served)
        assert rules.startswith("default-src 'none'; script-src 'sha256-") and "unsafe" not in rules
        assert "http" not in rules and "*" not in rules
    page = html_page({"name": "a"})
    assert not re.search(r"(?:src|href)=[\"']?(?:https?:)?//", page)


@pytest.mark.parametrize("name", SCRIPTS)
def test_the_script_never_makes_markup_of_text(name: str) -> None:
    from viextract.review.page import asset

    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function", asset(name))


def test_both_languages_have_the_same_texts() -> None:
    from viextract.review.page import asset

    texts = json.loads(asset("texts.json"))
    assert texts["vi"].keys() == texts["en"].keys() and all(
        text.strip() for one in texts.values() for text in one.values()
    )
    script = "\n".join(asset(name) for name in SCRIPTS) + asset("page.html")
    asked = set(re.findall(r'\bt\("(\w+)"', script)) | set(re.findall(r'data-(?:text|label)="(\w+)"', script))
    assert len(asked) > 30 and asked <= texts["en"].keys()
