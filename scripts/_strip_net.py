"""The network that reads a strip of ink from left to right, as it learns (``viextract.read.ocr.convolution`` runs it),
and the batches that it learns from: the same for digits and for names, but for its sizes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol, TypeVar

import numpy as np
import torch
from torch import nn

Size = int | tuple[int, int]


class StripNet(nn.Module):
    """As the package runs it; what is normalised while it learns is part of the weights that are kept.

    layers: of each convolution the channels in and out, the kernel and the padding; the first three are pooled.
    classes: what may stand at a place, the blank included. quartered: each four pixels of a strip are the channels of
    one, in place of the first convolution and its pooling, which take more than half of the time.
    """

    def __init__(self, layers: Sequence[tuple[int, int, Size, Size]], classes: int, *, quartered: bool = False) -> None:
        super().__init__()
        self.quartered = quartered
        self.convs = nn.ModuleList(nn.Conv2d(a, b, kernel, padding=pad, bias=False) for a, b, kernel, pad in layers)
        self.norms = nn.ModuleList(nn.BatchNorm2d(layer[1]) for layer in layers)
        self.last = nn.Conv2d(layers[-1][1], classes, 1)
        self.drop = nn.Dropout(0.1)

    def forward(self, strips: torch.Tensor) -> torch.Tensor:
        """Scores: strips, places, classes."""
        x = strips
        if self.quartered:
            x = nn.functional.pixel_unshuffle(x, 2).contiguous(memory_format=torch.channels_last)
        for number, (conv, norm) in enumerate(zip(self.convs, self.norms, strict=True), 1 + int(self.quartered)):
            x = torch.relu(norm(conv(x)))
            x = self._pooled(x, number) if number < 4 else self.drop(x)
        return self.last(x)[:, :, 0].transpose(1, 2)

    def folded(self) -> dict[str, np.ndarray]:
        """The weights with each layer's normalisation in them."""
        arrays = {}
        for number, (conv, norm) in enumerate(zip(self.convs, self.norms, strict=True), 1):
            factor = norm.weight / torch.sqrt(norm.running_var + norm.eps)
            arrays[f"conv{number}.weight"] = conv.weight * factor[:, None, None, None]
            arrays[f"conv{number}.bias"] = norm.bias - norm.running_mean * factor
        arrays["last.weight"], arrays["last.bias"] = self.last.weight, self.last.bias
        return {name: value.detach().numpy().astype(np.float16) for name, value in arrays.items()}

    @torch.no_grad()  # type: ignore[untyped-decorator]
    def unfold(self, arrays: Mapping[str, np.ndarray], strips: torch.Tensor) -> None:
        """Takes weights that were kept, to learn on from them: what some strips give becomes what is normalised."""
        weights = {name: torch.from_numpy(array.astype(np.float32)) for name, array in arrays.items()}
        x = nn.functional.pixel_unshuffle(strips, 2) if self.quartered else strips
        for number, (conv, norm) in enumerate(zip(self.convs, self.norms, strict=True), 1):
            conv.weight.copy_(weights[f"conv{number}.weight"])
            x = conv(x)
            bias = weights[f"conv{number}.bias"]
            norm.running_mean.copy_(x.mean((0, 2, 3)))
            norm.running_var.copy_(x.var((0, 2, 3)))
            norm.weight.copy_((norm.running_var + norm.eps).sqrt())
            norm.bias.copy_(norm.running_mean + bias)
            x = self._pooled(torch.relu(x + bias[:, None, None]), number + int(self.quartered))
        self.last.weight.copy_(weights["last.weight"])
        self.last.bias.copy_(weights["last.bias"])

    def _pooled(self, x: torch.Tensor, number: int) -> torch.Tensor:
        """What goes on from a layer: the first three are pooled."""
        return nn.functional.max_pool2d(x, (2, 2 if number < 3 else 1)) if number < 4 else x


class HasStrip(Protocol):
    """An example with its picture, ``(rows, columns)``."""

    @property
    def strip(self) -> np.ndarray: ...


One = TypeVar("One", bound=HasStrip)


def batches(
    pool: Sequence[One], strips: int, r: np.random.Generator, *, size: int, sorted_together: int
) -> Iterator[list[One]]:
    """Examples of like length, ``size`` at a time, ``strips`` of them in all; so many batches are sorted together."""
    chosen = r.choice(len(pool), strips, replace=strips > len(pool))
    groups = []
    for start in range(0, strips, size * sorted_together):
        part = sorted(chosen[start : start + size * sorted_together], key=lambda k: pool[k].strip.shape[1])
        groups += [part[k : k + size] for k in range(0, len(part), size)]
    for k in r.permutation(len(groups)):
        yield [pool[n] for n in groups[k]]


def learn(net: nn.Module, optimiser: torch.optim.Optimizer, loss: torch.Tensor) -> None:
    """One step down the slope of a loss, which is kept from being too long."""
    optimiser.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(net.parameters(), 5.0)
    optimiser.step()


@torch.no_grad()  # type: ignore[untyped-decorator]
def keep_mean(mean: nn.Module, net: nn.Module, step: int) -> None:
    """Moves the mean of the weights on: a short one in the first steps, of about 200 later."""
    share = min(0.995, step / (step + 20))
    for kept, own in zip(mean.state_dict().values(), net.state_dict().values(), strict=True):
        kept.copy_(kept * share + own * (1 - share) if kept.is_floating_point() else own)
