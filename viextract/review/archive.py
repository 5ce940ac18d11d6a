"""The list of a batch's documents, the poorest first, each with a link to its page."""

from __future__ import annotations

import base64
import hashlib
from html import escape
from pathlib import Path

from viextract.archive.manifest import input_folder, read_entries
from viextract.archive.outcome import Entry
from viextract.language.fold import fold

_ORDER = {"poor": 0, "check": 1, "good": 2}
_STYLE = """
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, "Noto Sans", sans-serif; margin: 1rem; }
table { border-collapse: collapse; width: 100%; } td, th { border-bottom: 1px solid #8886; padding: .25rem .5rem;
  text-align: left; vertical-align: top; }
"""


class Archive:
    """The results of a batch as they are in its manifest."""

    def __init__(self, out: Path) -> None:
        """Raises InputNotFoundError where ``out`` holds no results."""
        self._base = input_folder(out)
        self._name = out.name
        entries = [entry for entry in read_entries(out) if entry.facts is not None]
        self._entries = sorted(entries, key=lambda entry: (_ORDER.get(_grade(entry), -1), entry.path))

    def source(self, number: int) -> Path | None:
        """The document of that number in the list."""
        if not 0 <= number < len(self._entries):
            return None
        path = self._base / self._entries[number].path
        return path if path.is_file() else None

    def page(self, query: str, token: str) -> tuple[str, str]:
        """The list as HTML, of documents that have all words of ``query``, and the policy that goes with it."""
        words = fold(query).split()
        rows = [
            _row(number, entry, token)
            for number, entry in enumerate(self._entries)
            if all(word in fold(_text(entry)) for word in words)
        ]
        digest = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode("ascii")
        rules = f"default-src 'none'; style-src 'sha256-{digest}'; form-action 'self'; base-uri 'none'"
        head = "".join(
            f'<th scope="col">{name}</th>' for name in ("document", "grade", "number", "issuer", "title", "why")
        )
        page = (
            '<!doctype html>\n<html lang="vi"><head><meta charset="utf-8">'
            f"<title>{escape(self._name)} – viextract</title>"
            f"<style>{_STYLE}</style></head><body><main><h1>{escape(self._name)}</h1>"
            f'<form role="search"><input type="hidden" name="token" value="{escape(token)}">'
            f'<label>Tìm / Search <input name="q" value="{escape(query)}"></label></form>'
            f"<p>{len(rows)}</p><table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
            "</main></body></html>\n"
        )
        return page, rules


def _grade(entry: Entry) -> str:
    return (entry.facts.grade if entry.facts else None) or ""


def _text(entry: Entry) -> str:
    facts = entry.facts
    parts = (facts.symbol, facts.issuer, facts.title, facts.grade, facts.issued_on, *facts.warnings) if facts else ()
    return " ".join([entry.path, *(part for part in parts if part)])


def _row(number: int, entry: Entry, token: str) -> str:
    facts = entry.facts
    assert facts is not None
    cells = [facts.grade, facts.symbol or facts.symbol_code, facts.issuer, facts.title, ", ".join(facts.warnings)]
    link = f'<a href="/{number}/?token={escape(token)}">{escape(entry.path)}</a>'
    return f"<tr><td>{link}</td>" + "".join(f"<td>{escape(cell or '')}</td>" for cell in cells) + "</tr>"
