"""What was asked of short texts is remembered; of long ones it is worked out each time, so that memory has a bound.

>>> @remembered(size=2)
... def capitals(text: str) -> int:
...     return sum(letter.isupper() for letter in text)
>>> capitals("Thôn Đông"), capitals("Thôn Đông")
(2, 2)
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Concatenate, ParamSpec, TypeVar

_P = ParamSpec("_P")
_R = TypeVar("_R")

LONGEST = 600
"""Characters of a text that is remembered: a long paragraph of a plan."""


def remembered(size: int) -> Callable[[Callable[Concatenate[str, _P], _R]], Callable[Concatenate[str, _P], _R]]:
    """A decorator for pure functions of a text (and of what can be hashed): ``size`` answers are kept, of texts of up
    to :data:`LONGEST` characters.
    """

    def decorate(function: Callable[Concatenate[str, _P], _R]) -> Callable[Concatenate[str, _P], _R]:
        kept = lru_cache(maxsize=size)(function)

        @wraps(function)
        def asked(text: str, /, *args: _P.args, **kwargs: _P.kwargs) -> _R:
            return kept(text, *args, **kwargs) if len(text) <= LONGEST else function(text, *args, **kwargs)  # type: ignore[arg-type]

        return asked

    return decorate
