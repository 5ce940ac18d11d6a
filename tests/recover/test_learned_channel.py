"""A document teaches how its reader errs."""

from __future__ import annotations

import numpy as np

from viextract.recover.learned_channel import learned
from viextract.recover.windows import Lattice


def test_what_was_read_so_before_becomes_likelier_and_what_was_not_less_likely() -> None:
    # Four tokens read alike, with two candidates each (words 7 and 8, general costs 2.0 and 1.0); three are clear.
    ones = np.ones(8, dtype=np.int64)
    lattice = Lattice(
        lengths=np.array([4]),
        clause=0 * ones,
        start=np.repeat(np.arange(4), 2),
        span=ones,
        w1=np.tile([7, 8], 4),
        w2=-ones,
        cost=np.tile([2.0, 1.0], 4),
    )
    posterior = np.array([0.99, 0.01] * 3 + [0.5, 0.5])
    taught = learned(lattice, posterior, np.zeros(4, dtype=np.int64))
    assert taught.cost[6] < 0.6 < lattice.cost[6]  # (2.97 + 2 exp(-2)) / (2.97 + 2)
    assert taught.cost[7] == lattice.cost[7]  # nothing was seen of it
    other = learned(lattice, posterior, np.array([0, 0, 0, 1]))
    assert other.cost[6] > lattice.cost[6]  # the word is clear three times, and never read in this way
