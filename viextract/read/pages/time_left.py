"""The time that many pictures of one page or file may take together: a limit for each alone would hold for none."""

from __future__ import annotations

import time

from viextract.errors import TimedOutError
from viextract.options import Options


class TimeLeft:
    """Runs from when it is made. name: of what may take no more than these seconds."""

    def __init__(self, name: str, seconds: float) -> None:
        self._name, self._seconds = name, seconds
        self._start = time.monotonic()

    def within(self, options: Options) -> Options:
        """The options with no more time for a page than is left. Raises TimedOutError where none is."""
        left = self._seconds - (time.monotonic() - self._start)
        if left <= 0:
            raise TimedOutError(f"{self._name} took more than {self._seconds:g} seconds")
        limits = options.limits.model_copy(update={"page_seconds": min(options.limits.page_seconds, left)})
        return options.model_copy(update={"limits": limits})
