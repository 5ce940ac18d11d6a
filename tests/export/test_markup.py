"""Text of a document is never markup: in Markdown each paragraph, item and cell comes back as the text that it was."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from benchmarks.hostile.skeleton import skeleton
from viextract import Options, extract
from viextract.export.html import plan_html
from viextract.export.markdown import _paragraph

SIGNS = (
    "- ",
    "-",
    "+",
    "1) ",
    "1.",
    "12)",
    "#",
    "# ",
    "###",
    "~~~",
    "```",
    "---",
    "===",
    "*",
    "_",
    "|",
    ">",
    "<b>",
    "&lt;",
)
MORE = (
    "&#60;",
    "&",
    "\\",
    "[a](b)",
    "![a](b)",
    "<http://a.b>",
    " ",
    "  ",
    "a",
    "ế",
    "٣.",
    "\t",
    "http://a.b",
    "`",
    "~",
)


@given(st.lists(st.sampled_from([*SIGNS, *MORE]), min_size=1, max_size=6).map("".join) | st.text(max_size=20))
@example("1) V")
@example("~~~")
@example("- ---")
@example("giá # #")
@example("&lt;b&gt;")
def test_a_paragraph_is_one_paragraph_with_its_own_text(text: str) -> None:
    words = " ".join(text.replace("\0", "").split())
    if not words:
        return
    for before, tags in (("", ["<p []>", "</p>"]), ("- ", ["<ul []>", "<li []>", "</li>", "</ul>"])):
        html = MarkdownIt("commonmark", {"html": False}).enable("table").render(before + _paragraph(words))
        assert skeleton(html) == tags, html
        assert " ".join(unescape(re.sub("<[^>]*>", "", html)).split()) == words


@pytest.mark.parametrize("line", ["1) V", "- Lưu", "2.", "+ A", "~~~"])
def test_a_recipient_that_looks_like_a_list_makes_none(line: str) -> None:
    plan = extract("KẾ HOẠCH\nTrồng cây\n\nI. NHIỆM VỤ\n- Đào hố.\n".encode(), Options(recover=False))
    plan.header.recipients = ["Như trên"]
    sound = skeleton(plan_html(plan))
    plan.header.recipients = [line]
    assert skeleton(plan_html(plan)) == sound
