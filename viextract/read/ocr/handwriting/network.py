"""The networks that read a strip of written digits column by column, in NumPy.

Layers of convolution (LeCun 1998) over the strip, then over its columns; trained for whole strings (Graves 2006) by
``scripts/train_digits.py``. Where there are several that began at other weights, all are asked: they err elsewhere.
The weights are 16-bit floats in ``dictionaries/models/digits.npz``.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from viextract.data import dictionaries
from viextract.read.ocr.convolution import Floats, halved, layer, log_shares

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
    x = halved(layer(x, w[f"{net}conv1.weight"], w[f"{net}conv1.bias"], 1, 1), 2, 2)
    x = halved(layer(x, w[f"{net}conv2.weight"], w[f"{net}conv2.bias"], 1, 1), 2, 2)
    x = halved(layer(x, w[f"{net}conv3.weight"], w[f"{net}conv3.bias"], 1, 1), 2, 1)
    x = layer(x, w[f"{net}conv4.weight"], w[f"{net}conv4.bias"], 0, 1)
    x = layer(x, w[f"{net}conv5.weight"], w[f"{net}conv5.bias"], 0, 2)
    return log_shares(np.asarray(x[:, 0].T @ w[f"{net}last.weight"][:, :, 0, 0].T + w[f"{net}last.bias"], np.float32))
