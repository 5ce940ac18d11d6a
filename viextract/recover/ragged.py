"""Rows of unequal length, one after another in one array: what they are cut into and gathered by."""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Number = TypeVar("Number", bound=np.generic)
Table = TypeVar("Table", bound=tuple[Any, ...])
"""A named tuple of columns: arrays of equal length."""


def offsets(lengths: Ints) -> Ints:
    """Where each row begins, and where the last ends.

    >>> offsets(np.array([2, 0, 3])).tolist()
    [0, 2, 2, 5]
    """
    result = np.zeros(len(lengths) + 1, dtype=np.int64)
    np.cumsum(lengths, out=result[1:])
    return result


def gather(begin: Ints, lengths: Ints) -> Ints:
    """Indices of the elements of rows that begin at ``begin``, row after row.

    >>> gather(np.array([5, 0]), np.array([2, 3])).tolist()
    [5, 6, 0, 1, 2]
    """
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total) + (begin - ends + lengths).repeat(lengths)


def ranks(owner: Ints) -> Ints:
    """Place of each element within its run of equal owners, from 0.

    >>> ranks(np.array([4, 4, 7, 7, 7])).tolist()
    [0, 1, 0, 1, 2]
    """
    heads = run_heads(owner)
    return np.arange(len(owner)) - heads.repeat(run_sizes(heads, len(owner)))


def run_heads(values: NDArray[np.generic]) -> Ints:
    """Where each run of equal values begins.

    >>> run_heads(np.array([4, 4, 7, 4])).tolist()
    [0, 2, 3]
    """
    if not len(values):
        return np.zeros(0, dtype=np.int64)
    # In place of one that joins and counts: runs are mostly short, and each call has its price.
    begins = np.empty(len(values), dtype=bool)
    begins[0] = True
    np.not_equal(values[1:], values[:-1], out=begins[1:])
    return begins.nonzero()[0]


def run_sizes(heads: Ints, total: int) -> Ints:
    """How long the runs are that begin at ``heads``, the last of which ends at ``total``.

    >>> run_sizes(np.array([0, 2, 3]), 4).tolist()
    [2, 1, 1]
    """
    sizes = np.empty_like(heads)
    np.subtract(heads[1:], heads[:-1], out=sizes[:-1])
    sizes[-1:] = total - heads[-1:]
    return sizes


def take(table: Table, rows: Ints) -> Table:
    """Some rows of a table, by number."""
    return type(table)(*(pick(column, rows) for column in table))


def pick(column: NDArray[Number], rows: Ints) -> NDArray[Number]:
    """``column[rows]`` for row numbers that are there, which are not checked: that takes twice as long."""
    return column.take(rows, mode="clip")
