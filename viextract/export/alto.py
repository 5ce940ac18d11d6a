"""ALTO 4 (Library of Congress, https://www.loc.gov/standards/alto): pages, lines and words with their boxes, for
archives.

Units are tenths of a millimetre (``mm10``), counted from the top left of the upright page.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from xml.sax.saxutils import escape

import viextract
from viextract.export.word_places import placed_words
from viextract.model.document import BBox, Document, Line, Page

NAMESPACE = "http://www.loc.gov/standards/alto/ns-v4#"
_TENTHS_PER_POINT = 254 / 72


def alto_xml(document: Document) -> str:
    """The document as ALTO 4.4."""
    ET.register_namespace("", NAMESPACE)
    root = ET.Element(_name("alto"), {"SCHEMAVERSION": "4.4"})
    description = ET.SubElement(root, _name("Description"))
    ET.SubElement(description, _name("MeasurementUnit")).text = "mm10"
    source = ET.SubElement(description, _name("sourceImageInformation"))
    ET.SubElement(source, _name("fileName")).text = document.name
    processing = ET.SubElement(description, _name("Processing"), {"ID": "viextract"})
    software = ET.SubElement(processing, _name("processingSoftware"))
    ET.SubElement(software, _name("softwareName")).text = "viextract"
    ET.SubElement(software, _name("softwareVersion")).text = viextract.__version__
    layout = ET.SubElement(root, _name("Layout"))
    for page in document.pages:
        _page(layout, page)
    ET.indent(root, " ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def with_name(xml: str, name: str) -> str:
    """ALTO of :func:`alto_xml` as that of a file of the same content and another name.

    >>> with_name("<fileName>a.pdf</fileName>", "b & c.pdf")
    '<fileName>b &amp; c.pdf</fileName>'
    """
    before, opening, rest = xml.partition("<fileName>")
    return before + opening + escape(name) + rest[rest.index("</fileName>") :]


def _name(tag: str) -> str:
    return f"{{{NAMESPACE}}}{tag}"


def _page(layout: ET.Element, page: Page) -> None:
    size = {"WIDTH": _tenths(page.width), "HEIGHT": _tenths(page.height)}
    entry = ET.SubElement(
        layout,
        _name("Page"),
        {"ID": f"p{page.number}", "PHYSICAL_IMG_NR": str(page.number), **size, "PC": f"{page.source.quality:.3f}"},
    )
    space = ET.SubElement(entry, _name("PrintSpace"), {"HPOS": "0", "VPOS": "0", **size})
    for line in page.lines:
        if line.bbox is not None and line.text.strip() and line.noise != "hidden":
            _line(space, line, page.number)


def _line(space: ET.Element, line: Line, page: int) -> None:
    assert line.bbox is not None
    block = ET.SubElement(space, _name("TextBlock"), {"ID": f"p{page}b{line.number}", **_box(line.bbox)})
    entry = ET.SubElement(block, _name("TextLine"), {"ID": f"p{page}l{line.number}", **_box(line.bbox)})
    for number, word in enumerate(placed_words(line)):
        if number:
            ET.SubElement(entry, _name("SP"))
        ET.SubElement(
            entry,
            _name("String"),
            {
                "ID": f"p{page}l{line.number}w{number}",
                **_box(word.box),
                "CONTENT": word.text,
                "WC": f"{line.confidence:.3f}",
            },
        )


def _box(box: BBox) -> dict[str, str]:
    return {
        "HPOS": _tenths(box[0]),
        "VPOS": _tenths(box[1]),
        "WIDTH": _tenths(box[2] - box[0]),
        "HEIGHT": _tenths(box[3] - box[1]),
    }


def _tenths(points: float) -> str:
    return f"{max(points, 0.0) * _TENTHS_PER_POINT:.1f}"
