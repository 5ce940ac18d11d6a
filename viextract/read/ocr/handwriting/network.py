"""The networks that read a strip of written digits column by column, in NumPy.

Layers of convolution (LeCun 1998) over the strip, then over its columns; trained for whole strings (Graves 2006) by
``scripts/train_digits.py``. Where there are several that began at other weights, all are asked: they err elsewhere.
The weights are 16-bit floats in ``dictionaries/models/digits.npz``.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

from viextract.data import dictionaries

Floats = npt.NDArray[np.float32]

BLANK = 10
"""The class of a column in whose middle no digit stands."""
STEP = 4
"""Columns of a strip for one that is read."""


@cache
def weights() -> dict[str, Floats]:
    """The networks' weights by name: the number of the network, its layer, what of it."""
    with np.load(dictionaries() / "models" / "digits.npz") as stored:
        return {name: stored[name].astype(np.float32) for name in stored.files}


def log_probabilities(strip: Floats) -> list[Floats]:
    """What each of the networks says: how likely each of ten digits, or none, is at each place of a strip, as natural
    logarithms, one row a place.

    strip: 28 rows, ink 1, paper 0.
    """
    nets = sum(name.endswith("last.bias") for name in weights())
    return [_scores(strip, f"{net}.") for net in range(nets)]


def _scores(strip: Floats, net: str) -> Floats:
    w = weights()
    x = strip[None].astype(np.float32)
    x = _halved(_layer(x, w[f"{net}conv1.weight"], w[f"{net}conv1.bias"], 1, 1), 2, 2)
    x = _halved(_layer(x, w[f"{net}conv2.weight"], w[f"{net}conv2.bias"], 1, 1), 2, 2)
    x = _halved(_layer(x, w[f"{net}conv3.weight"], w[f"{net}conv3.bias"], 1, 1), 2, 1)
    x = _layer(x, w[f"{net}conv4.weight"], w[f"{net}conv4.bias"], 0, 1)
    x = _layer(x, w[f"{net}conv5.weight"], w[f"{net}conv5.bias"], 0, 2)
    scores = x[:, 0].T @ w[f"{net}last.weight"][:, :, 0, 0].T + w[f"{net}last.bias"]
    scores = scores - scores.max(axis=1, keepdims=True)
    return np.asarray(scores - np.log(np.exp(scores).sum(axis=1, keepdims=True)), np.float32)


def _layer(x: Floats, weight: Floats, bias: Floats, above: int, beside: int) -> Floats:
    """Convolution and what of it is positive. above, beside: rows and columns of nothing added at each edge."""
    padded = np.pad(x, ((0, 0), (above, above), (beside, beside)))
    kernel = weight.shape[2:]
    windows = np.lib.stride_tricks.sliding_window_view(padded, kernel, axis=(1, 2))
    rows, columns = windows.shape[1:3]
    flat = windows.transpose(1, 2, 0, 3, 4).reshape(rows * columns, -1)
    out = flat @ weight.reshape(len(weight), -1).T + bias
    return np.asarray(np.maximum(out, 0).T.reshape(len(weight), rows, columns), np.float32)


def _halved(x: Floats, down: int, along: int) -> Floats:
    """The largest of each so many rows and columns; what is left over at the end is dropped."""
    channels, rows, columns = x.shape
    rows, columns = rows // down, columns // along
    whole = x[:, : rows * down, : columns * along]
    return np.asarray(whole.reshape(channels, rows, down, columns, along).max(axis=(2, 4)), np.float32)
