#!/usr/bin/env python3
"""Draw the README's picture: the first page of the scanned sample beside what viextract makes of it.

The values are the program's own; what is left out is marked by an ellipsis. Needs tesseract and DejaVu Sans Mono
(Debian: fonts-dejavu-core).
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image, ImageDraw, ImageFont

import viextract
from viextract import Plan
from viextract.model.plan import Task

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "samples" / "van-hoa-doc.scan.pdf"
TARGET = ROOT / "docs" / "images" / "page-and-json.png"
FONT = "DejaVuSansMono.ttf"

FONT_SIZE = 15
COLUMNS = 78
HANGING = 14
LINE_HEIGHT = 20
PAPER, INK, KEY, TEXT, NUMBER = "#fbfbf9", "#444444", "#7a3e9d", "#20693b", "#b4521b"


def main() -> None:
    """Write docs/images/page-and-json.png."""
    plan = viextract.extract(SAMPLE)
    page = _page()
    code = _code(excerpt(plan))
    height = max(page.height, code.height)
    picture = Image.new("RGB", (page.width + code.width + 60, height + 40), "white")
    picture.paste(page, (20, 20 + (height - page.height) // 2))
    picture.paste(code, (page.width + 40, 20 + (height - code.height) // 2))
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    picture.quantize(128).save(TARGET, optimize=True)
    print(f"{TARGET.relative_to(ROOT)}: {TARGET.stat().st_size:,} bytes")


def _page() -> Image.Image:
    with pypdfium2.PdfDocument(SAMPLE) as pdf:
        image = pdf[0].render(scale=1.35).to_pil().convert("RGB")
    frame = Image.new("RGB", (image.width + 2, image.height + 2), "#999999")
    frame.paste(image, (1, 1))
    return frame


def excerpt(plan: Plan) -> dict[str, Any]:
    """The parts of a plan that show what there is, in the plan's own order."""
    data = plan.model_dump(mode="json", exclude_none=True)
    with_target = _first(plan, lambda task: bool(task.targets))
    with_deadline = _first(plan, lambda task: task.deadline is not None and task.deadline.end is not None)
    header = data["header"]
    assignment = next(a for a in data["assignments"] if a["role"] == "lead")
    programme = data["programmes"][1]
    return {
        "header": {
            **{key: header[key] for key in ("type", "symbol", "issued_on", "place", "title")},
            "issuer": {"name": header["issuer"]["name"]},
        },
        "citations": [_only(data["citations"][0], "kind", "symbol", "issued_on", "issuer"), ...],
        "tasks": [
            ...,
            _only(_task(data, with_target), "id", "section_id", "text", "targets"),
            ...,
            _only(_task(data, with_deadline), "id", "section_id", "text", "deadline"),
            ...,
        ],
        "assignments": [
            {
                "unit": {"name": assignment["unit"]["name"]},
                "role": assignment["role"],
                "partners": [{"name": partner["name"]} for partner in assignment["partners"]],
                "task_id": assignment["task_id"],
            },
            ...,
        ],
        "programmes": [
            ...,
            {
                "name": programme["name"],
                "leads": [{"name": lead["name"]} for lead in programme["leads"]],
                "deadline": _only(programme["deadline"], "text", "start", "end"),
            },
            ...,
        ],
    }


def _first(plan: Plan, wanted: Any) -> Task:
    return next(task for task in plan.tasks if wanted(task))


def _task(data: dict[str, Any], task: Task) -> dict[str, Any]:
    return next(entry for entry in data["tasks"] if entry["id"] == task.id)


def _only(entry: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {key: entry[key] for key in keys if key in entry}


def _code(value: Any) -> Image.Image:
    """The value as coloured JSON text."""
    lines = [part for line in _json(value).splitlines() for part in _wrapped(line, COLUMNS)]
    font = ImageFont.truetype(FONT, FONT_SIZE)
    width = int(font.getlength("x") * (COLUMNS + 2)) + 20
    image = Image.new("RGB", (width, len(lines) * LINE_HEIGHT + 24), PAPER)
    draw = ImageDraw.Draw(image)
    for number, line in enumerate(lines):
        x = 12.0
        for piece, colour in _pieces(line):
            draw.text((x, 12 + number * LINE_HEIGHT), piece, font=font, fill=colour)
            x += font.getlength(piece)
    return image


def _json(value: Any, indent: int = 0) -> str:
    """JSON text in which what fits on one line stands on one line; an ellipsis for what was left out."""
    if value is ...:
        return "…"
    line = json.dumps(value, ensure_ascii=False, default=lambda _: "...").replace('"..."', "…")
    if not isinstance(value, dict | list) or len(line) + indent < COLUMNS:
        return line
    inner = " " * (indent + 2)
    if isinstance(value, dict):
        parts = [f'{inner}"{key}": {_json(item, indent + 2 + len(key) + 4)}' for key, item in value.items()]
        # A value that takes several lines was laid out for its place after the key: move it back.
        parts = [
            f'{inner}"{key}": {_json(item, indent + 2)}' if "\n" in part else part
            for part, (key, item) in zip(parts, value.items(), strict=True)
        ]
        return "{\n" + ",\n".join(parts) + "\n" + " " * indent + "}"
    return "[\n" + ",\n".join(inner + _json(item, indent + 2) for item in value) + "\n" + " " * indent + "]"


def _wrapped(line: str, width: int) -> list[str]:
    parts = []
    while len(line) > width:
        cut = line.rfind(" ", 20, width)
        parts.append(line[:cut])
        line = " " * HANGING + line[cut + 1 :]
    return [*parts, line]


def _pieces(line: str) -> list[tuple[str, str]]:
    """The line in pieces of one colour: keys, texts, numbers, the rest."""
    if line.startswith(" " * HANGING) and '":' not in line:
        return [(line, TEXT)]
    pattern = r'("[^"]*":)|("[^"]*(?:"|$))|(-?\d[\d.]*)|([^"\d-]+|.)'
    colours = (KEY, TEXT, NUMBER, INK)
    return [(match[0], colours[(match.lastindex or 4) - 1]) for match in re.finditer(pattern, line)]


if __name__ == "__main__":
    main()
