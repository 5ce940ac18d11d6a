"""Messages and help in the user's language.

Messages are written in English where they arise and turned where they are shown, so that files and exceptions are the
same whatever the language of the user is.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from viextract.model.messages import in_vietnamese

Language = Literal["en", "vi"]

VARIABLES = ("VIEXTRACT_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
"""Where the user's language is looked for; the last three are POSIX's, in POSIX's order."""

_chosen: Language | None = None


def set_language(chosen: str | None) -> None:
    """Choose the language of messages; None leaves the choice to the environment."""
    global _chosen
    _chosen = None if chosen is None else _language_of(chosen)


def chosen_language(environment: Mapping[str, str] = os.environ) -> Language | None:
    """The language that the user has named for this program, by ``--language`` or its own variable; None where the
    environment alone tells, which knows less of who will look at a page than a browser does.
    """
    if _chosen is not None:
        return _chosen
    named = environment.get(VARIABLES[0])
    return _language_of(named) if named else None


def language(environment: Mapping[str, str] = os.environ) -> Language:
    """The language in which the user is spoken to: the one chosen, else the environment's, else English.

    >>> language({"LANG": "vi_VN.UTF-8"}), language({"VIEXTRACT_LANG": "en", "LANG": "vi_VN"}), language({})
    ('vi', 'en', 'en')
    """
    if _chosen is not None:
        return _chosen
    return next((_language_of(value) for name in VARIABLES if (value := environment.get(name))), "en")


def _language_of(name: str) -> Language:
    return "vi" if re.split(r"[_.@-]", name.lower())[0] == "vi" else "en"


def translate(message: str) -> str:
    """The message in the user's language; as it is where the catalogue does not know it."""
    return in_vietnamese(message) if language() == "vi" else message


def translate_help(command: Any) -> None:
    """Turn the help of a command line's command, its options and those of its subcommands."""
    for each in _commands(command):
        each.help = each.help and translate(each.help)
        each.epilog = each.epilog and each.epilog.replace("Examples:", translate("Examples:"))
        for parameter in each.params:
            for name in ("help", "rich_help_panel"):
                if text := getattr(parameter, name, None):
                    setattr(parameter, name, translate(text))


def _commands(command: Any) -> Iterator[Any]:
    yield command
    for below in getattr(command, "commands", {}).values():
        yield from _commands(below)
