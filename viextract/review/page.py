"""One HTML page of everything, which needs nothing from elsewhere.

What comes from a document is data in the page, never markup: it stands in a block of JSON in which no ``<`` is left,
and the script puts it on the page as text. The page's own policy lets no other script run and no request leave.
"""

from __future__ import annotations

import base64
import hashlib
import json
import math
from functools import cache, lru_cache
from html import escape
from importlib.resources import files
from typing import Any

SCRIPTS = ("model.js", "items.js", "view.js", "actions.js", "find.js", "main.js")
"""In the order in which they are put together."""


@cache
def asset(name: str) -> str:
    """A file of the page as it is in the package."""
    return files("viextract.review").joinpath("static", name).read_text("utf-8")


def html_page(data: dict[str, Any], *, served: bool = False) -> str:
    """The page with its data.

    data: what :func:`viextract.review.data.review_data` gives, each page with its ``image``, or what the page of an
    archive shows. served: whether it may talk to the server that it comes from.
    """
    script = "\n".join(asset(name) for name in SCRIPTS)
    style = asset("page.css")
    body = asset("page.html")
    title = escape(str(data.get("name", "")))
    return (
        '<!doctype html>\n<html lang="vi">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy(served)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        # Without it browsers ask the server for an icon.
        '<link rel="icon" href="data:,">\n'
        f"<title>{title} – viextract</title>\n<style>{style}</style>\n</head>\n<body>\n{body}\n"
        f'<script type="application/json" id="data">{json_block(data)}</script>\n'
        f'<script type="application/json" id="texts">{json_block(json.loads(asset("texts.json")))}</script>\n'
        f"<script>{script}</script>\n</body>\n</html>\n"
    )


def json_block(data: Any) -> str:
    """JSON that may stand inside of HTML: no character of it can end the block or begin a tag or comment."""
    try:
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    except ValueError:  # sizes of a hostile page: browsers read no NaN
        text = json.dumps(_finite(data), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    # A half of a pair that stands alone, as odd file names have, is no text that could be written.
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _finite(data: Any) -> Any:
    """The same with 0 for numbers that are none or endless."""
    if isinstance(data, float):
        return data if math.isfinite(data) else 0.0
    if isinstance(data, dict):
        return {key: _finite(value) for key, value in data.items()}
    return [_finite(value) for value in data] if isinstance(data, list | tuple) else data


@lru_cache(maxsize=2)
def policy(served: bool) -> str:
    """The content security policy: this script and this style alone, told by their checksums."""
    script = "\n".join(asset(name) for name in SCRIPTS)
    own = "'self'" if served else "'none'"
    pictures = "'self' data:" if served else "data:"
    return (
        f"default-src 'none'; script-src {_checksum(script)}; style-src {_checksum(asset('page.css'))}; "
        f"img-src {pictures}; connect-src {own}; base-uri 'none'; form-action 'none'"
    )


def _checksum(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
    return f"'sha256-{digest}'"


def data_uri(webp: bytes) -> str:
    """A picture that travels inside of the page."""
    return "data:image/webp;base64," + base64.b64encode(webp).decode("ascii")
