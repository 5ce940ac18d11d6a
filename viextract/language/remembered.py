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
from inspect import signature
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

        @wraps(function)
        def asked_of_text_alone(text: str) -> _R:
            return kept(text) if len(text) <= LONGEST else function(text)  # type: ignore[call-arg]

        # Packing and unpacking arguments that are not there takes as long as the answer does: fold() is asked
        # some thousand times for a page.
        return asked_of_text_alone if len(signature(function).parameters) == 1 else asked  # type: ignore[return-value]

    return decorate
