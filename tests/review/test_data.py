"""What the page shows: every word once, with its place and what it was read as."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.review.documents import SHA, TEXTS, processed, scan
from viextract.model.corrections import CorrectedSource, Corrections, Place, SplitDecision
from viextract.review.data import review_data


def data(corrections: Corrections | None = None) -> dict[str, Any]:
    done = processed(scan(), corrections)
    return review_data(done.document, done.plan)


def shown(made: dict[str, Any], block: dict[str, Any]) -> str:
    return " ".join(token["text"] for piece in block["pieces"] for token in made["pieces"][piece]["tokens"])


def test_every_line_is_in_one_paragraph_with_what_it_is_in_the_plan() -> None:
    made = data()
    kinds = {shown(made, block): block["kind"] for block in made["blocks"]}
    assert " ".join(kinds) == " ".join(TEXTS).replace("cay giống", "cấy giống")
    assert kinds["I. NHIỆM VỤ"] == "heading" and kinds["- Trạm Y tế phối hợp báo cáo."] == "task"
    pieces = [piece for block in made["blocks"] for piece in block["pieces"]]
    assert len(set(pieces)) == len(pieces) == len(TEXTS)


def test_a_changed_word_has_what_was_read_and_its_box() -> None:
    tokens = [token for piece in data()["pieces"] for token in piece["tokens"] if "read" in token]
    assert [(one["read"], one["text"], one["others"], one["sure"]) for one in tokens] == [
        ("cay", "cấy", ["cây", "cạy"], 0.6)
    ]
    assert tokens[0]["box"] == [70 + 6 * 17, 224.0, 70 + 6 * 20, 238.0]


def test_the_halves_of_a_split_line_show_their_own_words() -> None:
    place = Place(page=1, line=6, read=TEXTS[5])
    decision = SplitDecision(place=place, at=TEXTS[5].index("trước"))
    made = data(Corrections(source=CorrectedSource(sha256=SHA), decisions=[decision]))
    texts = [shown(made, block) for block in made["blocks"]]
    assert "- Phòng Kinh tế chủ trì đào hố" in texts and "trước ngày 10/5/2025." in texts


def test_a_text_has_no_pictures_and_its_page_still_works(
    cli: Callable[..., Any], tmp_path: Path, samples: Path
) -> None:
    out = tmp_path / "page.html"
    done = cli("review", samples / "nuoc-sach.ruined.txt", "-o", out)
    assert done.code == 0, done.err
    block = out.read_text("utf-8").partition('id="data">')[2].partition("</script>")[0]
    made = json.loads(block)
    assert made["blocks"] and not any("image" in page for page in made["pages"])
