"""Small pictures of numbers as SVG inside of a page: no script, no style of its own, colours from the page.

What a picture shows stands as text beside it or in a table, so that readers who see none lose nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

Series = Sequence[tuple[str, Sequence[float | None]]]
"""Classes of the style with a value for each label; None where there is none."""

_HEIGHT, _LEFT, _BELOW = 150.0, 34.0, 20.0


def bar(value: float, most: float, tone: str = "all") -> str:
    """One bar beside its number, as long as ``value`` is of ``most``."""
    width = 100 * value / most if most > 0 else 0
    return (
        '<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="{escape(tone)}" width="{max(0.0, min(100.0, width)):.2f}" height="8"/></svg>'
    )


def columns(labels: Sequence[str], series: Series, name: str) -> str:
    """Columns over labels, the values of the series on top of each other."""
    totals = [sum(values[k] or 0 for _, values in series) for k in range(len(labels))]
    most = max(totals, default=0) or 1
    step = _step(len(labels))
    parts = [_axis(labels, step, [(0, "0"), (most, f"{most:g}")], most)]
    for k in range(len(labels)):
        top = _HEIGHT
        for tone, values in series:
            height = _HEIGHT * (values[k] or 0) / most
            top -= height
            if height:
                parts.append(
                    f'<rect class="{escape(tone)}" x="{_LEFT + step * k + step * 0.12:.1f}" y="{top:.1f}"'
                    f' width="{step * 0.76:.1f}" height="{height:.1f}"/>'
                )
    return _svg(parts, step * len(labels), name)


def lines(labels: Sequence[str], series: Series, name: str, most: float = 1.0) -> str:
    """Lines over labels, from 0 to ``most``; where there is no value the line is broken, a lone value is a dot."""
    step = _step(len(labels))
    parts = [_axis(labels, step, [(0, "0"), (most / 2, f"{most / 2:g}"), (most, f"{most:g}")], most)]
    for tone, values in series:
        run: list[str] = []
        for k, value in enumerate([*values, None]):
            if value is None:
                if len(run) > 1:
                    parts.append(f'<polyline class="{escape(tone)}" points="{" ".join(run)}"/>')
                run = []
                continue
            x, y = _LEFT + step * (k + 0.5), _HEIGHT * (1 - max(0.0, min(value, most)) / most)
            run.append(f"{x:.1f},{y:.1f}")
            parts.append(f'<circle class="{escape(tone)}" cx="{x:.1f}" cy="{y:.1f}" r="2.5"/>')
    return _svg(parts, step * len(labels), name)


def _step(count: int) -> float:
    """How wide a label is, so that few do not fill the page and many still fit."""
    return max(5.0, min(48.0, 640 / count)) if count else 48.0


def _axis(labels: Sequence[str], step: float, marks: Sequence[tuple[float, str]], most: float) -> str:
    width = _LEFT + step * len(labels)
    found = []
    for value, text in marks:
        y = _HEIGHT * (1 - value / most)
        found.append(f'<line x1="{_LEFT}" x2="{width:.1f}" y1="{y:.1f}" y2="{y:.1f}"/>')
        found.append(f'<text class="end" x="{_LEFT - 4}" y="{y + 4:.1f}">{escape(text)}</text>')
    every = max(1, round(56 / step + 0.49))  # a label is some 56 wide
    for k, label in enumerate(labels):
        if k % every == 0:
            x = _LEFT + step * (k + 0.5)
            found.append(f'<text class="middle" x="{x:.1f}" y="{_HEIGHT + 15}">{escape(label)}</text>')
    return "".join(found)


def _svg(parts: Sequence[str], width: float, name: str) -> str:
    whole, height = _LEFT + width + 30, _HEIGHT + _BELOW + 8
    return (
        f'<svg class="plot" role="img" aria-label="{escape(name)}" viewBox="0 -8 {whole:.0f} {height + 8:.0f}"'
        f' width="{whole:.0f}" height="{height + 8:.0f}">{"".join(parts)}</svg>'
    )
