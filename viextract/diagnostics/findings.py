"""What a trace says: one sentence after the other, each of one stage of the pipeline."""

from __future__ import annotations

from typing import Literal, NamedTuple

Stage = Literal["read", "recover", "paragraph", "outline", "plan"]

MOST = 100
"""Characters of a text that is quoted."""


class Finding(NamedTuple):
    """Something that is known of a line."""

    stage: Stage
    message: str
    """English; ``dictionaries/messages_vi.yaml`` has it in Vietnamese."""


def quoted(text: str) -> str:
    """A text as it is quoted: on one line, and cut where it is long.

    >>> quoted("Thực hiện\\nngay")
    '"Thực hiện ngay"'
    """
    text = " ".join(text.split())
    return f'"{text}"' if len(text) <= MOST else f'"{text[: MOST - 1]}…"'
