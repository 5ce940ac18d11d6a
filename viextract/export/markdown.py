"""A plan as Markdown: headings, lists and tables, for people and for retrieval."""

from __future__ import annotations

import re
from collections.abc import Iterator

from viextract.model.plan import Detail, Plan, Section, Table, Task
from viextract.model.rows import DutyRow

_SPECIAL = re.compile(r"([\\`*_\[\]<>|]|&(?=#?\w+;)|#(?=#*$))")
_LINE_START = re.compile(r"^(?:(\d+)([.)])(?=\s|$)|(#{1,6}(?:\s|$)|[-+](?:\s|$)|~{3}|-+$|=+$))")
_DEEPEST = 6
_ROLES = {"lead": "chủ trì", "implement": "thực hiện", "cooperate": "phối hợp"}


def plan_markdown(plan: Plan) -> str:
    """The document in its order, with who does what by when in front; ends with a line feed."""
    return "\n".join(_lines(plan)).rstrip() + "\n"


def _lines(plan: Plan) -> Iterator[str]:
    """Title, the facts of the header, who does what by when, then the parts of the plan in their order."""
    header = plan.header
    yield f"# {_text(' '.join(filter(None, [header.type, header.title])) or plan.source.name)}"
    yield ""
    facts = [
        ("Số, ký hiệu", header.symbol or header.symbol_code),
        ("Ngày ban hành", header.issued_on),
        ("Cơ quan ban hành", header.issuer.name if header.issuer else None),
        ("Người ký", header.signatory.name if header.signatory else None),
        ("Kính gửi", "; ".join(unit.name for unit in header.addressees) or None),
    ]
    for name, value in facts:
        if value:
            yield f"- **{name}:** {_text(value)}"
    yield ""
    if rows := plan.rows():
        yield "## Ai làm gì, khi nào"
        yield ""
        yield from _duties(rows)
        yield ""
    for paragraph in plan.preamble:
        yield from (_paragraph(paragraph), "")
    by_section: dict[str | None, list[Task]] = {}
    for task in plan.tasks:
        by_section.setdefault(task.section_id, []).append(task)
    yield from _tasks(by_section.get(None, []))
    for section in plan.sections:
        yield from _section(section, by_section, 2)
    for table in plan.tables:
        yield from _table(table)
    for paragraph in plan.closing:
        yield from (_paragraph(paragraph), "")
    if header.recipients:
        yield "**Nơi nhận:**"
        yield ""
        yield from (f"- {_paragraph(line)}" for line in header.recipients)
        yield ""


def _duties(rows: list[DutyRow]) -> Iterator[str]:
    yield "| Đơn vị | Vai trò | Nhiệm vụ | Phối hợp | Thời hạn |"
    yield "|---|---|---|---|---|"
    for row in rows:
        when = f"{row.ends:%d/%m/%Y}" if row.ends else row.deadline or ""
        cells = [row.body or "", _ROLES.get(row.role or "", ""), row.work, "; ".join(row.partners), when]
        yield "| " + " | ".join(_cell(cell) for cell in cells) + " |"


def _section(section: Section, by_section: dict[str | None, list[Task]], level: int) -> Iterator[str]:
    label = f"{section.label}. " if section.label else ""
    yield f"{'#' * min(level, _DEEPEST)} {_text(label + section.title)}"
    yield ""
    for paragraph in section.paragraphs:
        yield from (_paragraph(paragraph), "")
    yield from _details(section.details, "")
    inside: list[tuple[int, Task | Section]] = [(_line(child), child) for child in section.children]
    tasks = by_section.get(section.id, [])
    first_child = min((line for line, _ in inside), default=None)
    before = [task for task in tasks if first_child is None or _line(task) < first_child]
    yield from _tasks(before)
    for child in section.children:
        yield from _section(child, by_section, level + 1)
    yield from _tasks([task for task in tasks if task not in before])


def _line(item: Task | Section) -> int:
    return item.source.lines[0] if item.source else 0


def _tasks(tasks: list[Task]) -> Iterator[str]:
    depth: dict[str, int] = {}
    for task in tasks:
        depth[task.id] = depth.get(task.parent_id or "", -1) + 1
        indent = "  " * depth[task.id]
        marker = f"**{_text(task.marker)})** " if task.marker and task.marker[0].isalnum() else ""
        yield f"{indent}- {marker}{_text(task.text) if marker else _paragraph(task.text)}"
        yield from _details(task.details, indent + "  ")
    if tasks:
        yield ""


def _details(details: list[Detail], indent: str) -> Iterator[str]:
    for detail in details:
        yield f"{indent}- *{_text(detail.label)}:* {_text(detail.text)}"
    if details and not indent:
        yield ""


def _table(table: Table) -> Iterator[str]:
    if table.title:
        yield f"**{_text(table.title)}**"
        yield ""
    if table.caption:
        yield f"*{_text(table.caption)}*"
        yield ""
    width = max([len(table.columns), *(len(row) for row in table.rows)], default=0)
    if not width:
        return
    head = [*table.columns, *[""] * (width - len(table.columns))]
    yield "| " + " | ".join(_cell(name) for name in head) + " |"
    yield "|" + "---|" * width
    for row in table.rows:
        cells = [*row, *[None] * (width - len(row))]
        yield "| " + " | ".join(_cell(cell or "") for cell in cells) + " |"
    yield ""


def _paragraph(text: str) -> str:
    """A paragraph; what would open a heading or list at its start does not.

    >>> _paragraph("1. Thời gian"), _paragraph("- Trồng cây *xanh*")
    ('1\\\\. Thời gian', '\\\\- Trồng cây \\\\*xanh\\\\*')
    """
    text = _text(text)
    match = _LINE_START.match(text)
    if match is None:
        return text
    # A number is no sign of markup, so that what follows it is marked as text.
    return f"{match[1]}\\{text[match.start(2) :]}" if match[1] else f"\\{text}"


def _text(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def _cell(text: str) -> str:
    return _text(text)
