"""The network that reads a line of script, in NumPy.

Layers of convolution over the strip, then over its columns, trained for whole names (Graves 2006) by
``scripts/train_name_stamps.py``. The weights are 16-bit floats in ``dictionaries/models/name-stamps.npz``.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from viextract.data import dictionaries
from viextract.read.ocr.convolution import Floats, halved, layer, log_shares

STEP = 4
"""Columns of a strip for one place that is read."""


@cache
def weights() -> dict[str, Floats]:
    """The network's weights by layer, and what of it."""
    with np.load(dictionaries() / "models" / "name-stamps.npz") as stored:
        return {name: stored[name].astype(np.float32) for name in stored.files}


def log_probabilities(strip: Floats) -> Floats:
    """How likely each sign, or none, is at each place of a strip, as natural logarithms, one row a place.

    strip: of 40 rows, ink 1, paper 0.
    """
    w = weights()
    x = _quartered(strip.astype(np.float32))
    x = halved(layer(x, w["conv1.weight"], w["conv1.bias"], 1, 1), 2, 2)
    x = halved(layer(x, w["conv2.weight"], w["conv2.bias"], 1, 1), 2, 1)
    x = layer(x, w["conv3.weight"], w["conv3.bias"], 0, 1)
    x = layer(x, w["conv4.weight"], w["conv4.bias"], 0, 1)
    x = layer(x, w["conv5.weight"], w["conv5.bias"], 0, 2)
    x = layer(x, w["conv6.weight"], w["conv6.bias"], 0, 2)
    return log_shares(np.asarray(x[:, 0].T @ w["last.weight"][:, :, 0, 0].T + w["last.bias"], np.float32))


def _quartered(strip: Floats) -> Floats:
    """Each four pixels of a strip as the channels of one: half as many rows and columns to look at."""
    rows, columns = strip.shape
    fours = strip.reshape(rows // 2, 2, columns // 2, 2).transpose(1, 3, 0, 2)
    return np.ascontiguousarray(fours.reshape(4, rows // 2, columns // 2))
