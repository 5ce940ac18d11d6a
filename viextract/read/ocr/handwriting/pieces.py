"""A slot's ink cut into pieces that are digits, parts of digits, or dirt: more cuts than needed, never too few.

Casey and Lecolinet (1996) call it over-segmentation: which pieces belong together is left to the reader of digits.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

Image = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]

_PEN = 0.35  # of the way from paper to the darkest ink: a ballpoint is paler than print
_LEAST_STEP = 28.0  # grey levels by which ink is darker than paper in any case
_DOT = 0.3  # of a digit's height: a dot of a leader is lower and narrower
_LEADER = 0.2  # of a digit's height: what is lower than that is a stroke of the form, however long
_SHEARS = np.arange(-0.2, 0.65, 0.05)  # columns to the right per row: how far digits lean
_THIN = 0.22  # of a digit's height: a column through a join of two digits crosses no more ink
_APART = 0.2  # of a digit's height between two cuts
_MOST_CUTS = 4  # inside one connected piece of ink
_SHARED = 0.6  # of the narrower piece's width: pieces above one another are one (the bar of a 5)


@dataclass(slots=True)
class Piece:
    """Some ink of a slot; its place in pixels of the slot made upright."""

    mask: Mask
    left: int
    top: int

    @property
    def right(self) -> int:
        return self.left + int(self.mask.shape[1])

    @property
    def bottom(self) -> int:
        return self.top + int(self.mask.shape[0])


def ink_of(slot: Image) -> Mask:
    """Where a grey picture has ink, print and pen alike."""
    paper = float(np.median(slot))
    darkest = float(np.percentile(slot, 1))
    step = max(_PEN * (paper - darkest), _LEAST_STEP)
    return np.asarray(slot < paper - step, np.bool_)


def without_form(ink: Mask, height: float) -> Mask:
    """The ink without dots and strokes that a form prints to write on. height: of a digit, in pixels."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    sizes = np.asarray(stats)
    low = sizes[:, 3] < _DOT * height
    kept = ~(low & (sizes[:, 2] < _DOT * height)) & (sizes[:, 3] >= _LEADER * height)
    kept[0] = False
    return np.asarray(kept[labels] if count > 1 else np.zeros(ink.shape, bool))


def upright(ink: Mask) -> tuple[Mask, float]:
    """The ink sheared so that its strokes stand, and by how much: columns are then emptiest between digits."""
    rows, columns = np.nonzero(ink)
    if not len(rows):
        return ink, 0.0
    middle = ink.shape[0] / 2
    best, sharpest = 0.0, -1.0
    for shear in _SHEARS:
        moved = np.round(columns + shear * (rows - middle)).astype(np.int64)
        profile = np.bincount(moved - moved.min())
        sharpness = float(np.square(profile.astype(np.float64)).sum())
        if sharpness > sharpest:
            best, sharpest = float(shear), sharpness
    moved = np.round(columns + best * (rows - middle)).astype(np.int64)
    moved -= moved.min()
    sheared = np.zeros((ink.shape[0], int(moved.max()) + 1), bool)
    sheared[rows, moved] = True
    # A shear leaves steps between rows: close what it tore.
    closed = cv2.morphologyEx(sheared.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((2, 2), np.uint8))
    return np.asarray(closed > 0), best


def pieces_of(ink: Mask, height: float) -> list[Piece]:
    """The ink in pieces from left to right. height: of a digit, in pixels."""
    groups = _groups(ink)
    pieces: list[Piece] = []
    for group in groups:
        pieces += _cut(group, height)
    return sorted(pieces, key=lambda piece: piece.left + piece.right)


def _groups(ink: Mask) -> list[Piece]:
    """Connected ink; what stands above or below one another together."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    found = sorted(range(1, count), key=lambda label: int(stats[label][0]))
    groups: list[list[int]] = []
    for label in found:
        left, _, width, _, _ = (int(value) for value in stats[label])
        for group in groups:
            start = min(int(stats[k][0]) for k in group)
            end = max(int(stats[k][0]) + int(stats[k][2]) for k in group)
            shared = min(left + width, end) - max(left, start)
            if shared > _SHARED * min(width, end - start):
                group.append(label)
                break
        else:
            groups.append([label])
    return [_piece(np.isin(labels, group)) for group in groups]


def _piece(mask: Mask, left: int = 0, top: int = 0) -> Piece:
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if not len(rows):
        return Piece(mask[:0, :0], left, top)
    part = mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return Piece(part, left + int(columns[0]), top + int(rows[0]))


def _cut(piece: Piece, height: float) -> list[Piece]:
    """A piece cut where few of its dots stand above one another: where two digits touch, or within one."""
    width = piece.mask.shape[1]
    if width < 0.5 * height:
        return [piece]
    profile = piece.mask.sum(axis=0)
    gap = max(int(_APART * height), 1)
    inner = range(gap, width - gap)
    minima = [x for x in inner if profile[x] <= _THIN * height and profile[x] == profile[max(x - 2, 0) : x + 3].min()]
    cuts: list[int] = []
    for x in sorted(minima, key=lambda x: (int(profile[x]), abs(x - width / 2))):
        if all(abs(x - cut) >= gap for cut in cuts):
            cuts.append(x)
        if len(cuts) == _MOST_CUTS:
            break
    edges = [0, *sorted(cuts), width]
    parts = [_piece(piece.mask[:, a:b], piece.left + a, piece.top) for a, b in pairwise(edges)]
    return [part for part in parts if part.mask.size]


def joined(pieces: list[Piece]) -> Piece:
    """Pieces as one."""
    if len(pieces) == 1:
        return pieces[0]
    left, top = min(piece.left for piece in pieces), min(piece.top for piece in pieces)
    right, bottom = max(piece.right for piece in pieces), max(piece.bottom for piece in pieces)
    mask = np.zeros((bottom - top, right - left), bool)
    for piece in pieces:
        rows = slice(piece.top - top, piece.bottom - top)
        columns = slice(piece.left - left, piece.right - left)
        mask[rows, columns] |= piece.mask
    return Piece(mask, left, top)


SIDE = 28
"""Side of the picture that the network reads, in pixels."""
_FITS = 20  # pixels into which the longer side of the ink is brought


def picture_of(piece: Piece) -> npt.NDArray[np.float32]:
    """A piece as the network wants it: its longer side 20 pixels, its centre of mass in the middle of 28 by 28."""
    rows, columns = piece.mask.shape
    factor = _FITS / max(rows, columns)
    size = (max(round(columns * factor), 1), max(round(rows * factor), 1))
    small = cv2.resize(
        piece.mask.astype(np.float32), size, interpolation=cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
    )
    total = float(small.sum()) or 1.0
    y = float((small.sum(axis=1) * np.arange(size[1])).sum()) / total
    x = float((small.sum(axis=0) * np.arange(size[0])).sum()) / total
    top = min(max(round(SIDE / 2 - 0.5 - y), 0), SIDE - size[1])
    left = min(max(round(SIDE / 2 - 0.5 - x), 0), SIDE - size[0])
    picture = np.zeros((SIDE, SIDE), np.float32)
    picture[top : top + size[1], left : left + size[0]] = small
    return picture


def measures_of(piece: Piece, height: float, middle: float) -> tuple[float, float, float]:
    """Height and width of a piece and how far its middle is above the slot's, in heights of a digit."""
    rows, columns = piece.mask.shape
    return rows / height, columns / height, (middle - (piece.top + rows / 2)) / height
