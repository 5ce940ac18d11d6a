"""A plan as one HTML page: the same as in Markdown, for a browser."""

from __future__ import annotations

from html import escape

from markdown_it import MarkdownIt

from viextract.export.markdown import plan_markdown
from viextract.model.plan import Plan

_STYLE = """
body { font: 16px/1.5 'Tinos', 'Times New Roman', serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; }
td, th { border: 1px solid #999; padding: .3rem .5rem; vertical-align: top; text-align: left; }
@media (prefers-color-scheme: dark) { body { background: #16181c; color: #e6e6e6; } }
"""


def plan_html(plan: Plan) -> str:
    """The page, complete and without anything from elsewhere; text of the document is never taken for markup."""
    body = MarkdownIt("commonmark", {"html": False}).enable("table").render(plan_markdown(plan))
    title = escape(plan.header.title or plan.source.name)
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        f'<!doctype html>\n<html lang="vi">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f'<meta name="viewport" content="width=device-width">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n{body}</body>\n</html>\n"
    )
