"""What all pages about an archive have in common: head, style, policy, a choice of the language without a script."""

from __future__ import annotations

import base64
import hashlib
import os
from functools import cache
from html import escape
from importlib.resources import files
from typing import Literal
from urllib.parse import quote_from_bytes

from viextract.archive.summary_texts import both

PageLanguage = Literal["vi", "en"]


@cache
def _style() -> str:
    return files("viextract.archive").joinpath("pages.css").read_text("utf-8")


@cache
def page_policy(served: bool = False) -> str:
    """The content security policy: this style alone, no script, no request; forms only to the own server."""
    digest = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode("ascii")
    action = "'self'" if served else "'none'"
    pictures = "img-src data:; " if served else ""
    return f"default-src 'none'; {pictures}style-src 'sha256-{digest}'; base-uri 'none'; form-action {action}"


def page_head(title: str, language: PageLanguage = "vi", *, served: bool = False, form: str | None = None) -> str:
    """All before the content of a page, whose title is text; :func:`page_foot` closes it.

    served: whether it comes from the local server; form: the form that the choice of the language goes with.
    """
    belongs = f' form="{form}"' if form else ""
    choices = "".join(
        f'<label><input type="radio" name="language" value="{code}" id="in-{code}"{belongs}'
        f"{' checked' if code == language else ''}> {name}</label> "
        for code, name in (("vi", "Tiếng Việt"), ("en", "English"))
    )
    icon = '<link rel="icon" href="data:,">' if served else ""  # without it browsers ask the server for one
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{page_policy(served)}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="referrer" content="no-referrer">{icon}'
        f"<title>{shown(title)}</title><style>{_style()}</style></head><body>\n"
        f'<header><fieldset class="switch"><legend>{both("language")}</legend>{choices}</fieldset></header><main>\n'
    )


def page_foot() -> str:
    return "</main></body></html>\n"


def shown(text: str | None) -> str:
    """Text of a document or name as HTML; halves of a pair, as odd file names have, are no text that can be written."""
    return escape((text or "").encode("utf-8", "backslashreplace").decode("utf-8"))


def file_link(path: str) -> str:
    """A relative address: a name may hold any byte, and a colon would read as a scheme."""
    return "./" + quote_from_bytes(os.fsencode(path))
