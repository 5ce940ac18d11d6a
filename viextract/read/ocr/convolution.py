"""What the small networks of this package are made of, in NumPy: convolution, pooling, probabilities."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


def layer(x: Floats, weight: Floats, bias: Floats, above: int, beside: int) -> Floats:
    """Convolution and what of it is positive. above, beside: rows and columns of nothing added at each edge."""
    padded = np.pad(x, ((0, 0), (above, above), (beside, beside)))
    kernel = weight.shape[2:]
    windows = np.lib.stride_tricks.sliding_window_view(padded, kernel, axis=(1, 2))
    rows, columns = windows.shape[1:3]
    flat = windows.transpose(1, 2, 0, 3, 4).reshape(rows * columns, -1)
    out = flat @ weight.reshape(len(weight), -1).T + bias
    return np.asarray(np.maximum(out, 0).T.reshape(len(weight), rows, columns), np.float32)


def halved(x: Floats, down: int, along: int) -> Floats:
    """The largest of each so many rows and columns; what is left over at the end is dropped."""
    channels, rows, columns = x.shape
    rows, columns = rows // down, columns // along
    whole = x[:, : rows * down, : columns * along]
    return np.asarray(whole.reshape(channels, rows, down, columns, along).max(axis=(2, 4)), np.float32)


def log_shares(scores: Floats) -> Floats:
    """Scores of classes, one row a place, as natural logarithms of probabilities."""
    scores = scores - scores.max(axis=1, keepdims=True)
    return np.asarray(scores - np.log(np.exp(scores).sum(axis=1, keepdims=True)), np.float32)
