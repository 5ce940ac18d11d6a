"""Tables rebuilt from born-digital PDFs, scans and flattened text, against their truth and against other programs.

    python benchmarks/tables/run.py [--count 40] [--forms digital scan text damaged] [--peers] [--out FILE] [--misses]

``own`` and ``engine`` are processor seconds a table, of this program and of the OCR engine that it asks; ``bare`` (with
``--bare``) those of the engine alone on the same scan.

Peers that are installed are run on the same PDFs in the same run (pdfplumber, img2table, camelot); they give grids
only, so only the content score is theirs, and a cell that they leave empty under a merged one gets the text above it.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
import generate
import score

from viextract.api import load
from viextract.options import Options
from viextract.parse.tables import TableResult, parse_tables

Matrix = list[list[str | None]]


def plan_rows(result: TableResult, kind: str) -> list[dict[str, Any]]:
    """The result's rows in the words of the truth."""

    def titled(item: Any) -> str | None:
        return None if item is None else f"{item.code}. {item.title}" if item.code else item.title

    def names(units: list[Any]) -> str:
        return "; ".join(unit.text for unit in units)

    if kind == "criteria":
        return [
            {
                "group": row.group,
                "standard": titled(row.standard),
                "criterion": titled(row.criterion),
                "indicator": row.indicator,
                "unit": names(row.units),
                "report": row.report,
            }
            for row in result.criteria
        ]
    return [
        {
            "no": row.number,
            "name": row.name,
            "content": row.content,
            "lead": names(row.leads),
            "partners": names(row.partners),
            "deadline": row.deadline.text if row.deadline else None,
        }
        for row in result.programmes
    ]


def viextract_tables(path: Path) -> tuple[TableResult, Matrix]:
    """What this program makes of a file."""
    result = parse_tables(load(path, Options(cache=False)))
    return result, [row for table in result.tables for row in table.rows]


# --- peers ------------------------------------------------------------------------------------------------------------


def filled_down(tables: list[Matrix]) -> Matrix:
    """One matrix of all tables; an empty cell takes the text above it, as those of merged cells should."""
    rows: Matrix = []
    for table in tables:
        for row in table:
            above = rows[-1] if rows and len(rows[-1]) == len(row) else [None] * len(row)
            single = sum(bool(cell) for cell in row) <= 1
            rows.append(list(row) if single else [cell or up for cell, up in zip(row, above, strict=True)])
    return rows


def with_pdfplumber(path: Path) -> Matrix:
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        return filled_down([table for page in pdf.pages for table in page.extract_tables()])


def with_img2table(path: Path) -> Matrix:
    from img2table.document import PDF
    from img2table.ocr import TesseractOCR

    scanned = path.name.endswith(".scan.pdf")
    ocr = TesseractOCR(lang="vie") if scanned else None
    found = PDF(str(path)).extract_tables(ocr=ocr, implicit_rows=False, borderless_tables=scanned, min_confidence=30)
    tables = [[list(row) for row in table.df.itertuples(index=False)] for page in found.values() for table in page]
    return filled_down(
        [[[None if cell is None or cell != cell else str(cell) for cell in row] for row in t] for t in tables]
    )


def with_camelot(path: Path) -> Matrix:
    import camelot

    found = camelot.read_pdf(str(path), pages="all", flavor="lattice", copy_text=["v"])
    if not len(found):
        found = camelot.read_pdf(str(path), pages="all", flavor="stream")
    return filled_down([[[cell or None for cell in row] for row in table.df.to_numpy().tolist()] for table in found])


PEERS: dict[str, tuple[str, tuple[str, ...], Callable[[Path], Matrix]]] = {
    "pdfplumber": ("pdfplumber", ("digital",), with_pdfplumber),
    "img2table": ("img2table", ("digital", "scan"), with_img2table),
    "camelot": ("camelot", ("digital",), with_camelot),
}
SUFFIX = {"digital": ".pdf", "scan": ".scan.pdf", "text": ".txt", "damaged": ".damaged.txt"}


def without_header(rows: Matrix, columns: list[str]) -> Matrix:
    """Rows that repeat the headings are left out, whoever found them: no one is judged by them."""
    known = {score.clean(name) for name in columns} | {"phân công"}

    def heading(row: list[str | None]) -> bool:
        cells = [score.clean(cell) for cell in row if cell]
        return bool(cells) and all(
            cell in known or (cell.strip("()").isdigit() and cell.startswith("(")) for cell in cells
        )

    return [row for row in rows if any(row) and not heading(row)]


# --- the run ----------------------------------------------------------------------------------------------------------


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--forms", nargs="+", default=list(SUFFIX), choices=list(SUFFIX))
    parser.add_argument("--peers", action="store_true", help="run those peers that are installed")
    parser.add_argument("--only", type=int, nargs="+", help="numbers of tables to run")
    parser.add_argument("--bare", action="store_true", help="time the engine alone on each scan too")
    parser.add_argument("--out", type=Path, help="write the figures as JSON")
    parser.add_argument("--misses", action="store_true", help="print the rows that are not exact")
    args = parser.parse_args()
    words = generate.load_words()
    figures: dict[str, dict[str, list[float]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for index in args.only or range(args.count):
            case = generate.make_case(index, words)
            write(case, Path(folder), args.forms, index)
            for form in args.forms:
                judge(
                    case,
                    form,
                    Path(folder) / f"{case.name}{SUFFIX[form]}",
                    figures,
                    peers=args.peers,
                    misses=args.misses,
                    bare=args.bare,
                )
    report = {
        name: {key: round(sum(values) / len(values), 4) for key, values in item.items()}
        | {"tables": len(item["content"])}
        for name, item in figures.items()
    }
    for name, item in sorted(report.items()):
        print(f"{name:24}", "  ".join(f"{key} {value}" for key, value in item.items()))
    if args.out:
        args.out.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", "utf-8")


def write(case: generate.Case, folder: Path, forms: list[str], index: int) -> None:
    """The forms of one case that are asked for."""
    sheets, size = generate.lay_out(case)
    pdf = generate.pdf_bytes(sheets, size)
    if "digital" in forms:
        (folder / f"{case.name}.pdf").write_bytes(pdf)
    if "scan" in forms:
        (folder / f"{case.name}.scan.pdf").write_bytes(generate.images_pdf(generate.scan_pages(pdf, index)))
    if "text" in forms:
        (folder / f"{case.name}.txt").write_text(generate.flattened_text(sheets), "utf-8")
    if "damaged" in forms:
        (folder / f"{case.name}.damaged.txt").write_text(generate.damaged_text(sheets, size, index), "utf-8")


def engine_seconds() -> float:
    """Processor time of the OCR engine's processes that have ended so far."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def bare_seconds(path: Path) -> float:
    """Processor time of the engine alone on the pages of a scan, read as pages."""
    import pypdfium2 as pdfium
    import pytesseract

    start = engine_seconds()
    for page in pdfium.PdfDocument(path):
        picture = page.render(scale=200 / 72, grayscale=True).to_pil()
        pytesseract.image_to_string(picture, lang="vie", config="--psm 4 --oem 1 --dpi 200")
    return engine_seconds() - start


def judge(
    case: generate.Case,
    form: str,
    path: Path,
    figures: dict[str, dict[str, list[float]]],
    *,
    peers: bool,
    misses: bool,
    bare: bool = False,
) -> None:
    """Add one file's scores to the figures."""
    own, engine = time.process_time(), engine_seconds()
    result, matrix = viextract_tables(path)
    own, engine = time.process_time() - own, engine_seconds() - engine
    found = plan_rows(result, case.kind)
    exact = score.exact_rows(case.rows, found)
    same = score.content(case.grid, without_header(matrix, case.columns))
    values = {"exact_rows": exact, "content": same, "own": own, "engine": engine}
    if form == "scan" and bare:
        values["bare"] = bare_seconds(path)
    mine = figures.setdefault(f"{form} viextract", {})
    for key, value in values.items():
        mine.setdefault(key, []).append(value)
    if misses and (exact < 1 or same < 0.97):
        print(f"{case.name} {form} {case.style} exact {exact:.3f} content {same:.3f} {len(case.rows)} {len(found)}")
        for row in case.rows:
            best = max(found, key=lambda other: sum(score.alike(row[k], other.get(k)) for k in row), default={})
            wrong = {k: (row[k], best.get(k)) for k in row if score.alike(row[k], best.get(k)) < 0.9}
            if wrong:
                print("   ", wrong)
    for name, (module, forms, run) in PEERS.items() if peers else ():
        if form not in forms:
            continue
        try:
            __import__(module)
        except ImportError:
            continue
        start = time.perf_counter()
        try:
            theirs = run(path)
        except Exception as error:  # a peer's failure is a result, not ours to stop at
            print(f"{name} failed on {path.name}: {type(error).__name__}: {error}", file=sys.stderr)
            theirs = []
        entry = figures.setdefault(f"{form} {name}", {"content": [], "seconds": []})
        entry["content"].append(score.content(case.grid, without_header(theirs, case.columns)))
        entry["seconds"].append(time.perf_counter() - start)


if __name__ == "__main__":
    main()
