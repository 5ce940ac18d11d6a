"""Time grows no faster than the input, whatever stands in it: for four times the text less than nine times."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from viextract import Options
from viextract.api import load
from viextract.export.text import document_text
from viextract.parse import parse_document

TEXTS: dict[str, tuple[int, Callable[[int], str]]] = {
    "one letter": (80_000, lambda n: "ấ" * n),
    "one word": (8_000, lambda n: "ấ " * n),
    "one clause": (800, lambda n: "Kế hoạch số 1/KH-UBND ngày 1/1/2025 của " * n),
    "one duty": (1000, lambda n: "giao Phòng Nội vụ chủ trì, phối hợp với Phòng Tài chính thực hiện; " * n),
    "one line, many figures": (100_000, lambda n: "1" * n),
    "short lines": (800, lambda n: "".join(f"{k}. Nội dung\n" for k in range(n))),
    "paragraphs without labels": (1500, lambda n: "Kế hoạch\n\n" * n),
    "cells between tabs": (1200, lambda n: "\n".join(["\t".join(["ô"] * n)] * 2)),
    "cells between blanks": (1500, lambda n: "TT   " + "\n".join(["   ".join(["ô"] * n)] * 3)),
    "lines of headings": (150, lambda n: "TT Nội dung Đơn vị chủ trì Thời gian\n" * n),
    "letters without marks": (500, lambda n: "thuc hien ke hoach trong cay xanh o phuong\n" * n),
}


def seconds(text: str) -> float:
    options = Options()
    start = time.process_time()
    document = load(f"KẾ HOẠCH\n{text}".encode(), options)
    parse_document(document, options)
    document_text(document)
    return time.process_time() - start


@pytest.mark.slow
@pytest.mark.parametrize("kind", TEXTS)
def test_time_grows_with_the_length(kind: str) -> None:
    size, make = TEXTS[kind]
    seconds(make(size // 10))  # dictionaries and models are loaded once
    short = min(seconds(make(size)) for _ in range(2))
    assert seconds(make(4 * size)) < 9 * short + 0.3
