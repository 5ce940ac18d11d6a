"""The elements of an HTML page, without its text: what must not change, whatever a document says."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

_SIGNS = str.maketrans(dict.fromkeys("<>&\"'`[]{}()*#|~\\=!_@$^", "·"))
"""What is markup in HTML or Markdown becomes a sign that is markup nowhere."""


class _Skeleton(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(f"<{tag} {sorted((name, value or '') for name, value in attrs)}>")

    def handle_endtag(self, tag: str) -> None:
        self.found.append(f"</{tag}>")

    def handle_comment(self, data: str) -> None:
        self.found.append("<!-->")

    def handle_decl(self, decl: str) -> None:
        self.found.append("<!>")

    def handle_pi(self, data: str) -> None:
        self.found.append("<?>")

    def unknown_decl(self, data: str) -> None:
        self.found.append("<![>")


def skeleton(html: str) -> list[str]:
    """Elements with their attributes, comments and declarations, in order."""
    parser = _Skeleton()
    parser.feed(html)
    parser.close()
    return parser.found


def harmless(data: Any) -> Any:
    """Data of JSON with no sign in its texts that could be markup."""
    if isinstance(data, str):
        # What compares in a target stays.
        return data if data in (">=", "<=", "=") else data.translate(_SIGNS)
    if isinstance(data, dict):
        return {key: harmless(value) for key, value in data.items()}
    return [harmless(value) for value in data] if isinstance(data, list) else data


def differences(first: list[str], second: list[str]) -> Iterator[str]:
    """What one page has and the other has not, a few of them."""
    for one, other in zip(first, second, strict=False):
        if one != other:
            yield f"{one} for {other}"
            return
    if len(first) != len(second):
        longer = max(first, second, key=len)
        yield f"{len(first)} elements for {len(second)}: {longer[min(len(first), len(second))]}"
