"""Which files of a store a batch takes: the same that it would take of a folder."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from itertools import takewhile
from pathlib import Path
from typing import Any

from viextract.archive.containers import CONTAINERS
from viextract.archive.inputs import RESULTS_MARK, SUFFIXES, Found, Selection, sort_out
from viextract.archive.stores import Address, Remote, asking, file_system, place_in, remote_of
from viextract.corrections import SUFFIX as CORRECTIONS_SUFFIX
from viextract.errors import InputUnreadableError, UnsafeArchiveError
from viextract.model.names import printable_name

_LONGEST_PART = 255
"""Bytes of one part of a path, the limit of the usual file systems: results mirror the names of the store."""
_LONGEST_PATH = 2000
"""Bytes of a whole path: half of what Linux takes, the folder of results included."""


def find_in_store(places: Sequence[Address], selection: Selection) -> Found:
    """All files at and below addresses of one store. Archives are not opened.

    Raises InputNotFoundError where one does not exist, InputUnreadableError where it cannot be listed.
    """
    kinds = {place: _kind(place) for place in places}
    found = Found(_base(kinds))
    for place, info in kinds.items():
        if info["type"] == "directory":
            _walk(place, found)
        else:
            _take(found, found.base, _below(found.base, place), info)
    file_system(places[0]).invalidate_cache()  # a listing of a hundred thousand files is large
    sort_out(found, selection)
    found.remote = {path: found.remote[path] for path in found.files}
    return found


def _kind(place: Address) -> dict[str, Any]:
    """What the store says of a place, as it is now."""
    system = file_system(place)
    with asking(str(place)):
        system.invalidate_cache()
        return dict(system.info(place_in(place, "")))


def _base(kinds: dict[Address, dict[str, Any]]) -> Address:
    """As of folders: one folder is itself the base of all paths; of several places the folder that holds them all."""
    places = list(kinds)
    if len(places) == 1 and kinds[places[0]]["type"] == "directory":
        return places[0]
    above = [place.text.split("/")[:-1] for place in places]
    same = takewhile(lambda parts: len(set(parts)) == 1, zip(*above, strict=False))
    common = "/".join(parts[0] for parts in same)
    return Address(max(common, places[0].store, key=len))  # a bucket itself has nothing above it


def _below(base: Address | Path, place: Address) -> str:
    return place.text.removeprefix(str(base)).lstrip("/")


def _walk(root: Address, found: Found) -> None:
    """Folder after folder, so that those which are left out are not listed."""
    assert isinstance(found.base, Address)
    waiting = [_below(found.base, root)]
    while waiting:
        folder = waiting.pop()
        try:
            entries = list(_listed(found.base, folder))
        except InputUnreadableError as error:
            if folder == _below(found.base, root):
                raise
            found.unreadable.append((printable_name(folder), error))
            continue
        names = {name for name, _ in entries}
        if RESULTS_MARK in names and folder:
            continue  # results of a batch that were copied there
        for name, info in entries:
            if name.startswith(".") and name not in (".", ".."):
                continue
            path = f"{folder}/{name}" if folder or not name else name
            if (problem := _problem(name, path)) is not None:
                found.refused.append((printable_name(path), problem))
            elif info["type"] == "directory":
                waiting.append(path)
                found.folders.add(path)
            else:
                _take(found, found.base, path, info)


def _listed(base: Address, folder: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Names in a folder with what the store says of them, sorted."""
    system, place = file_system(base), place_in(base, folder)
    with asking(f"{base}/{folder}".rstrip("/")):
        entries = system.ls(place, detail=True)
    named = []
    for info in entries:
        if info["name"].rstrip("/") == place.rstrip("/"):
            if _is_nameless(info):
                named.append(("", info))
            continue  # else it stands for the folder itself
        named.append((info["name"].removesuffix("/").rpartition("/")[2], info))
    yield from sorted(named, key=lambda item: item[0])


def _is_nameless(info: dict[str, Any]) -> bool:
    """Whether this is a folder without a name, as in the key ``plans//a.pdf``: objects that stand for folders have an
    ETag, a folder that follows from the names of what is in it has none.
    """
    return info["type"] == "directory" and info["name"].endswith("/") and not (info.get("ETag") or info.get("etag"))


def _problem(name: str, path: str) -> UnsafeArchiveError | None:
    """Why results cannot have this name; a store has no rules for names of its own."""
    shown = printable_name(path[:200])
    if name in ("", ".", "..") or "\0" in name:
        return UnsafeArchiveError(f"{shown} is a name that no file can have", advice="Rename it in the store.")
    try:
        too_long = len(os.fsencode(name)) > _LONGEST_PART or len(os.fsencode(path)) > _LONGEST_PATH
    except UnicodeEncodeError:
        return UnsafeArchiveError(f"{shown} is a name that no file can have", advice="Rename it in the store.")
    return UnsafeArchiveError(f"{shown}... is too long a name", advice="Rename it in the store.") if too_long else None


def _take(found: Found, base: Address | Path, path: str, info: dict[str, Any]) -> None:
    assert isinstance(base, Address)
    name = path.rpartition("/")[2]
    if name.endswith(CORRECTIONS_SUFFIX):
        return
    if Path(name).suffix.lower() in SUFFIXES | CONTAINERS:
        remote: Remote = remote_of(base, path, info)
        found.files.append(Path(path))
        found.remote[Path(path)] = remote
    else:
        found.ignored.append(printable_name(path))
