"""The network that tells a written digit, and what is none: two layers of convolution (LeCun 1998), in NumPy.

Trained by ``scripts/train_digits.py``; its weights are 16-bit floats in ``dictionaries/models/digits.npz``.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

from viextract.data import dictionaries

Floats = npt.NDArray[np.float32]

NONE = 10
"""The class of what is no digit."""


@cache
def weights() -> dict[str, Floats]:
    """The network's weights by name."""
    with np.load(dictionaries() / "models" / "digits.npz") as stored:
        return {name: stored[name].astype(np.float32) for name in stored.files}


def log_probabilities(pictures: Floats, measures: Floats) -> Floats:
    """How likely each picture is each of ten digits, or none of them: natural logarithms, one row a picture.

    pictures: n x 28 x 28, ink 1, paper 0. measures: n x 3, as ``pieces.measures_of`` takes them.
    """
    w = weights()
    x = pictures[:, None].astype(np.float32)
    x = _halved(np.maximum(_convolved(x, w["conv1.weight"], w["conv1.bias"]), 0))
    x = _halved(np.maximum(_convolved(x, w["conv2.weight"], w["conv2.bias"]), 0))
    flat = np.concatenate([x.reshape(len(x), -1), measures.astype(np.float32)], axis=1)
    hidden = np.maximum(flat @ w["fc1.weight"].T + w["fc1.bias"], 0)
    scores = hidden @ w["fc2.weight"].T + w["fc2.bias"]
    scores = scores - scores.max(axis=1, keepdims=True)
    return np.asarray(scores - np.log(np.exp(scores).sum(axis=1, keepdims=True)), np.float32)


def _convolved(x: Floats, weight: Floats, bias: Floats) -> Floats:
    """Convolution with kernels of three by three, the picture's size kept."""
    padded = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (3, 3), axis=(2, 3))
    return np.asarray(
        np.einsum("ncyxij,kcij->nkyx", windows, weight, optimize=True) + bias[None, :, None, None], np.float32
    )


def _halved(x: Floats) -> Floats:
    """The largest of each two by two."""
    n, channels, rows, columns = x.shape
    return np.asarray(x.reshape(n, channels, rows // 2, 2, columns // 2, 2).max(axis=(3, 5)), np.float32)
