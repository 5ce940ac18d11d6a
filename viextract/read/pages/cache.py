"""Pages that were read, kept on disk for the next run.

The key is the content of the file with all that decides the result: page, options, the engine's version and this
package's own source. Entries are JSON, so that a cache folder that somebody else has written to can do no more harm
than a wrong text.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import platformdirs

from viextract.data import dictionaries_key
from viextract.model.document import Cell, Grid, Line, Page
from viextract.model.plan import PageSource
from viextract.options import Options

MAX_BYTES = 256 * 2**20
"""Size of the cache; the pages that were not wanted for longest go first."""

_EVICT_EVERY = 32  # new entries between two looks at the size


def cache_folder() -> Path:
    """``$VIEXTRACT_CACHE_DIR``, or the place that the system has for caches of a user's programs."""
    given = os.environ.get("VIEXTRACT_CACHE_DIR")
    return Path(given) if given else platformdirs.user_cache_path("viextract")


class PageCache:
    """Reads and writes entries; a folder that cannot be used makes it silent, never an error."""

    def __init__(self, folder: Path | None = None, *, max_bytes: int = MAX_BYTES) -> None:
        self._folder = (folder or cache_folder()) / "pages"
        self._max_bytes = max_bytes
        self._written = 0

    def get(self, key: str) -> Page | None:
        path = self._path(key)
        try:
            page = page_from_json(path.read_text("utf-8"))
            os.utime(path)  # the time of the last use decides what goes first
        except (OSError, ValueError, TypeError, KeyError):
            return None
        return page

    def put(self, key: str, page: Page) -> None:
        with suppress(OSError):
            path = self._path(key)
            path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as stream:
                stream.write(page_to_json(page).encode("utf-8"))
            Path(stream.name).replace(path)
            if self._written % _EVICT_EVERY == 0:
                self.evict()
            self._written += 1

    def size(self) -> int:
        """Bytes that all entries take."""
        return sum(status.st_size for _, status in self._entries())

    def evict(self) -> None:
        """Removes the entries longest unused until the rest is within the limit."""
        entries = sorted(self._entries(), key=lambda entry: entry[1].st_mtime)
        excess = sum(status.st_size for _, status in entries) - self._max_bytes
        for path, status in entries:
            if excess <= 0:
                break
            with suppress(OSError):
                path.unlink()
            excess -= status.st_size

    def clear(self) -> int:
        """Removes all entries; how many there were."""
        count = 0
        for path, _ in list(self._entries()):
            with suppress(OSError):
                path.unlink()
                count += 1
        return count

    def _entries(self) -> Iterator[tuple[Path, os.stat_result]]:
        if not self._folder.is_dir():
            return
        for path in self._folder.glob("*/*.json"):
            with suppress(OSError):
                yield path, path.stat()

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / f"{key}.json"


def page_key(sha256: str, number: int, options: Options, engines: list[str]) -> str:
    """The key of a page: changes with everything that could change the reading of it."""
    limits = options.limits.model_dump(mode="json")
    made_by = [engines, _own_source(), dictionaries_key()]
    parts = [sha256, number, options.ocr, options.layer_threshold, options.language, limits, made_by]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


@cache
def _own_source() -> str:
    """Digest of the code that reads pages, and of what it knows of the language: a new version never gets an old
    version's result.
    """
    digest = hashlib.sha256()
    for room in ("read", "language", "vocabulary"):
        for entry in _sources(files(f"viextract.{room}")):
            digest.update(entry.read_bytes())
    return digest.hexdigest()


def _sources(folder: Traversable) -> Iterator[Traversable]:
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.is_dir():
            yield from _sources(entry)
        elif entry.name.endswith(".py"):
            yield entry


def page_to_json(page: Page) -> str:
    """A page as JSON text."""
    source = page.source.model_dump(mode="json")
    data: dict[str, Any] = {"number": page.number, "width": page.width, "height": page.height, "source": source}
    data["lines"] = [_as_read(asdict(line)) for line in page.lines]
    data["grids"] = [asdict(grid) for grid in page.grids]
    for grid in data["grids"]:
        grid["cells"] = [_as_read(cell) for cell in grid["cells"]]
    data["warnings"] = page.warnings
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _as_read(data: dict[str, Any]) -> dict[str, Any]:
    """A line or cell without what comes after reading: nothing is decided yet when a page is kept."""
    return {key: value for key, value in data.items() if key not in ("decisions", "_text")}


def page_from_json(text: str) -> Page:
    """The page that :func:`page_to_json` wrote. Raises ValueError, TypeError or KeyError for other text."""
    data = json.loads(text)
    return Page(
        number=data["number"],
        width=data["width"],
        height=data["height"],
        source=PageSource.model_validate(data["source"]),
        lines=[Line(**_with_boxes(line)) for line in data["lines"]],
        grids=[_grid(grid) for grid in data["grids"]],
        warnings=[(code, message) for code, message in data["warnings"]],
    )


def _grid(data: dict[str, Any]) -> Grid:
    data["cells"] = [Cell(**_with_boxes(cell)) for cell in data["cells"]]
    return Grid(**_with_boxes(data))


def _with_boxes(data: dict[str, Any]) -> dict[str, Any]:
    for key in ("bbox", "lines"):
        if isinstance(data.get(key), list):
            data[key] = tuple(data[key])
    if "places" in data:
        data["places"] = [(start, end, tuple(box)) for start, end, box in data["places"]]
    return data
