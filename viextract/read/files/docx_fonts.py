"""Text in fonts from before Unicode: a Word file says of each run in which font it stands, and so what its codes mean.

What the words of a whole paper tell about its encoding is a guess; the name of a font is none. Fonts such as
``.VnTimeH`` show capitals in the places of small letters: what is printed is capitals.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from itertools import chain

from viextract.language.legacy import convert, old_font
from viextract.read.files.docx_package import W

_MOST_UNICODE = 0.1
"""Share of a font's runs with letters that only Unicode has, from which on its name says nothing: programs that put
Unicode into old papers leave the names of the old fonts."""
_DEEPEST = 20
"""Styles that follow from one another."""


def put_into_unicode(body: ET.Element, styles: ET.Element | None) -> None:
    """Converts the text of a body, in place, run by run after the fonts' names."""
    fonts = _Fonts(styles)
    paragraphs = [[run for run in runs if old_font(run[1])] for runs in fonts.of_paragraphs(body)]
    coded, unicode = Counter[str](), Counter[str]()
    for run, name in chain.from_iterable(paragraphs):
        text = _text(run)
        unicode[name] += _is_unicode(text)
        coded[name] += not text.isascii()
    for runs in paragraphs:
        for texts, font in _stretches(runs):
            if unicode[font] <= _MOST_UNICODE * coded[font]:
                _convert(texts, font)


def _text(run: ET.Element) -> str:
    return "".join(text.text or "" for text in run.iter(W + "t"))


_LATIN = frozenset("ŒœŠšŽžƒŸ")
"""Letters beyond Latin-1 that a byte of Windows-1252 shows."""


def _is_unicode(text: str) -> bool:
    """Whether a text has a letter that no code page of one byte shows: ă, ơ and whatever has two marks."""
    return any("\u1ea0" <= char <= "\u1ef9" or ("\u0100" <= char <= "\u01b0" and char not in _LATIN) for char in text)


def _stretches(runs: list[tuple[ET.Element, str]]) -> Iterator[tuple[list[ET.Element], str]]:
    """Texts of one font that stand side by side: VNI writes a letter as two characters, which runs may part."""
    texts: list[ET.Element] = []
    last = ""
    for run, name in runs:
        for child in run:
            if child.tag == W + "t" and texts and name == last:
                texts.append(child)
            elif child.tag == W + "t":
                if texts:
                    yield texts, last
                texts, last = [child], name
            elif child.tag != W + "rPr" and texts:
                yield texts, last
                texts = []
    if texts:
        yield texts, last


def _convert(texts: list[ET.Element], name: str) -> None:
    font = old_font(name)
    whole = "".join(text.text or "" for text in texts)
    if font is None or _is_unicode(whole):
        return
    made = convert(whole, font.code_page)
    texts[0].text = made.upper() if font.capitals else made
    for text in texts[1:]:
        text.text = ""


class _Fonts:
    """The font of each run: its own, its style's, its paragraph's style's, or the document's."""

    def __init__(self, styles: ET.Element | None) -> None:
        self._styles = {} if styles is None else {one.get(W + "styleId", ""): one for one in styles.iter(W + "style")}
        default = None if styles is None else styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self._default = _named(default)
        self._normal = next(
            (
                name
                for name, style in self._styles.items()
                if style.get(W + "type") == "paragraph" and style.get(W + "default") in ("1", "true", "on")
            ),
            "",
        )

    def of_paragraphs(self, body: ET.Element) -> Iterator[list[tuple[ET.Element, str]]]:
        """The runs of each paragraph with their fonts, each run once: those of a text box belong to its paragraphs,
        which come before the one in which it is anchored.
        """
        seen: set[int] = set()
        for paragraph in reversed(list(body.iter(W + "p"))):
            runs = [run for run in paragraph.iter(W + "r") if id(run) not in seen]
            seen.update(map(id, runs))
            yield list(self._of_runs(paragraph, runs))

    def _of_runs(self, paragraph: ET.Element, runs: list[ET.Element]) -> Iterator[tuple[ET.Element, str]]:
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        inherited = self._of_style(self._normal if style is None else style.get(W + "val", "")) or self._default
        for run in runs:
            own = run.find(f"{W}rPr/{W}rStyle")
            named = _named(run.find(W + "rPr")) or (self._of_style(own.get(W + "val", "")) if own is not None else "")
            yield run, named or inherited

    def _of_style(self, name: str) -> str:
        for _ in range(_DEEPEST):
            style = self._styles.get(name)
            if style is None:
                break
            if found := _named(style.find(W + "rPr")):
                return found
            based = style.find(W + "basedOn")
            if based is None:
                break
            name = based.get(W + "val", "")
        return ""


def _named(properties: ET.Element | None) -> str:
    fonts = properties.find(W + "rFonts") if properties is not None else None
    return "" if fonts is None else fonts.get(W + "ascii") or fonts.get(W + "hAnsi") or ""
