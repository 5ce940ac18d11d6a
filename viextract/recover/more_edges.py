"""A lattice that was decoded, with more words over some of its tokens."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from viextract.recover.decode import Decoded
from viextract.recover.lattice import Built
from viextract.recover.windows import widened


def with_edges(
    built: Built,
    decoded: Decoded,
    tokens: NDArray[Any],
    words: NDArray[Any],
    cases: NDArray[Any],
    costs: NDArray[Any],
) -> tuple[Built, Decoded]:
    """The lattice with more edges, and what was decoded as edges of it."""
    if not len(tokens):
        return built, decoded
    count, nothing = len(built.lattice.clause), np.full(len(tokens), -1)
    wider, joined = widened(built.lattice, tokens, words, costs, first=False)
    place = np.flatnonzero(joined(np.arange(count), nothing) >= 0)  # those that stood there keep their order
    built = replace(built, lattice=wider, number=joined(built.number, nothing), case=joined(built.case, cases))
    return built, Decoded(place[decoded.path], joined(decoded.posterior, np.zeros(len(tokens))))
