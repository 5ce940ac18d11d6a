"""Names of files as text: any name that the system allows can be printed, stored and told apart."""

from __future__ import annotations

import os
from pathlib import PurePath


def printable_name(path: str | PurePath) -> str:
    """A path as text with slashes, in which bytes that are no UTF-8 stand as ``\\xNN`` and a backslash as two.

    Different paths give different texts, and the text can be written as UTF-8.

    >>> printable_name("ke hoach/v\\udce9.pdf")
    'ke hoach/v\\\\xe9.pdf'
    """
    text = path.as_posix() if isinstance(path, PurePath) else path
    text = text.replace("\\", "\\\\")
    if text.isascii():
        return _without_controls(text)
    return _without_controls(os.fsencode(text).decode("utf-8", "backslashreplace"))


def _without_controls(text: str) -> str:
    """Line feeds and other control characters escaped: a name is one line of a report."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in text)
