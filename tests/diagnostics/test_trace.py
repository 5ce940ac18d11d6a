"""`viextract trace` says of a line what became of it, and which words say so."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from viextract import Options
from viextract.api import load, parse
from viextract.diagnostics.trace import trace_line
from viextract.errors import InvalidOptionError

Cli = Callable[..., Any]
TEXT = """ỦY BAN NHÂN DÂN
XÃ ĐỒNG MƠ
Số: 12/KH-UBND
KẾ HOẠCH
Trồng cây xanh năm 2026

I. MỤC ĐÍCH
- Trồng 500 cây ven đường trước ngày 15/6/2026.
II. TỔ CHỨC THỰC HIỆN
1. Phòng Kinh tế
- Chủ trì, phối hợp với Công an xã lập danh mục cây, hoàn thành trong quý I năm 2026.
2. Sở Tài chính chủ trì bố trí kinh phí.
3. Tổng kết
a) Thời gian: ngày 20/12/2026
Giao Trạm Y tế xã phối hợp với các thôn tuyên truyền hằng tháng.
Trên đây là Kế hoạch trồng cây xanh năm 2026.
"""


def told(text: str, number: int, **options: Any) -> list[str]:
    chosen = Options(**options)
    document = load(text.encode(), chosen)
    return [message for _, message in trace_line(document, parse(document, chosen), number)]


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (2, ["in this part of the document: head", "words of this line: issuer"]),
        (3, ["symbol, symbol_code"]),
        (4, ["It names the kind of document."]),
        (6, ["The line is blank."]),
        (7, ["its label: I, of the kind roman", "its role: heading", 'its kind is purpose, by the words "MỤC ĐÍCH"']),
        (8, ["task t1 in section I", "is … to 2026-06-14, by the word \"trước\" (before)", "Nobody is given it"]),
        (10, ["section II.1", 'its title gives what stands below to "Phòng Kinh tế"', "from the part above it"]),
        (11, ["The heading of section II.1 names the body", 'give the role: "Chủ trì"', 'partner: "Công an xã"']),
        (12, ["cues decide", "final_mark", 'subject of the sentence: "Sở Tài chính"', 'give the role: "chủ trì"']),
        (13, ['by the label "Thời gian"']),
        (14, ['a labelled line: "Thời gian" asks for time', "a detail of task t4"]),
        (15, ["It has no label.", "has the role cooperate", "is monthly"]),
        (16, ["in this part of the document: closing", "It is text of the plan: closing"]),
    ],
)  # fmt: skip
def test_what_is_told_of_a_line(number: int, said: list[str]) -> None:
    all_told = "\n".join(told(TEXT, number))
    assert [part for part in said if part not in all_told] == []


def test_what_recovery_did_is_told_with_its_reason() -> None:
    damaged = TEXT.replace("Trồng 500 cây ven đường", "Trong 5OO cay ven duong")
    messages = told(damaged, 8, profile="stripped")
    assert any(re.match(r'".*duong.*" became ".*đường.*" by \S+, sure [01]\.\d\d', message) for message in messages)
    assert "Nothing was changed." in told(damaged, 8, recover=False)


def test_a_line_of_a_table() -> None:
    table = "Phụ lục\nDANH MỤC\n(Kèm theo Kế hoạch số 12/KH-UBND)\nTT\tNội dung\tĐơn vị chủ trì\tThời gian\n"
    rows = "1\tTrồng cây\tPhòng Kinh tế\tQuý I/2026\n2\tTưới cây\tTrạm Y tế\tQuý II/2026\n"
    messages = told(TEXT + "Nơi nhận:\n- Lưu: VT.\n" + table + rows, 24)
    assert "It is in a table, and in no paragraph." in messages
    assert any(message.startswith("the cell in row 3, column 2") for message in messages)
    assert any(message.startswith("row p2 of table tb1") for message in messages)


def test_lines_of_the_samples_can_be_traced_and_the_plan_stays_the_same(samples: Path) -> None:
    options = Options(ocr="never")
    for name in ("rac-thai.digital.pdf", "nuoc-sach.ruined.txt"):
        document = load(samples / name, options)
        plan = parse(document, options)
        before = plan.to_json()
        for line in [line for page in document.pages for line in page.lines][::50]:
            assert trace_line(document, plan, line.number)
        assert plan.to_json() == before == parse(document, options).to_json()


def test_the_command(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "ke-hoach.txt"
    file.write_text(TEXT, "utf-8")
    english, vietnamese = (cli(*words, "trace", file, "--line", 11) for words in ((), ("--language", "vi")))
    assert english.code == vietnamese.code == 0
    assert "What was read\n  page 1, line 11: " in english.out and "a partner:" in english.out
    assert 'đơn vị phối hợp: "Công an xã"' in vietnamese.out
    left = [line for line in vietnamese.out.splitlines() if re.search(r"\b(the|its|of|is)\b", line)]
    assert left == []


def test_a_line_that_is_not_there(cli: Cli, tmp_path: Path) -> None:
    with pytest.raises(InvalidOptionError, match="has no line 99; its last is 16"):
        told(TEXT, 99)
    saved = tmp_path / "plan.json"
    saved.write_text("{}", "utf-8")
    assert cli("trace", saved, "--line", 1).code == 12
