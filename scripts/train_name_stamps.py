"""Trains the network that reads names stamped in script, and measures it on faces that it has not seen.

    npm pack @fontsource/NAME for each of FACES and ITALICS, and unpack each into a folder of its name
    python scripts/train_name_stamps.py --fonts FOLDER

Needs torch in an environment of its own (``pip install torch pillow opencv-python-headless`` beside this package), the
npm packages ``@fontsource/NAME``, all under the SIL Open Font License 1.1, and Debian's ``fonts-croscore`` and
``fonts-texgyre``; no font is part of this package. Names are put together from the parts of ``dictionaries/names.tsv``
and drawn as offices stamp them: ink that is uneven, aslant, crossed by a signature, by the arcs of a seal or by what is
left where those were lifted off, scanned at several finenesses. They are brought into shape by the same code as real
ones. For learning, faces are put together, too (the capitals of one, the letters of another), and pulled out of shape:
the network has to read faces that it does not know. Ten faces are kept for measuring only, and nine others for learning
how sure a reading is, and for choosing from which confidence on it is given. The same seed gives the same weights on
the same machine. Twelve minutes on one core that does nothing else, and some for a second one, which draws ahead.
"""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from _strip_net import StripNet, batches, keep_mean, learn
from PIL import Image, ImageDraw, ImageFont
from torch import nn

from viextract.data import dictionaries, read_tsv
from viextract.language.syllables import syllable_set, to_tone_style
from viextract.read.ocr.name_stamps import network, reading
from viextract.read.ocr.name_stamps.letters import BLANK, spell
from viextract.read.ocr.name_stamps.strips import ROWS, frame_of, line_of, strip_of
from viextract.read.ocr.strip_frames import Nudge

_NAMES = """
    alex-brush allison allura arizonia babylonica ballet bilbo birthstone bonheur-royale carattere charm
    charmonman comforter comforter-brush corinthia dancing-script ephesis estonia explora fleur-de-leah
    great-vibes grechen-fuemen grey-qo gwendolyn hurricane imperial-script inspiration island-moments italianno
    itim kolker-brush licorice lobster love-light luxurious-script mali mea-culpa meow-script merienda moon-dance
    ms-madi my-soul mynerve pacifico passions-conflict patrick-hand pattaya pinyon-script playball puppies-play
    qwigley qwitcher-grypen ruthie sassy-frass sedgwick-ave send-flowers square-peg sriracha style-script
    the-nautigal updock vujahday-script water-brush waterfall whisper windsong
    montecarlo oooh-baby caramel fuggles festive grape-nuts kings moo-lah-lah neonderthaw smooch splash twinkle-star
    birthstone-bounce ingrid-darling mansalva pangolin playpen-sans lemonada sansita-swashed shantell-sans
    cormorant-upright
"""
FACES = _NAMES.split()
_ITALICS = """
    alegreya bellota cormorant-garamond crimson-pro eb-garamond grandstander kodchasan literata lora philosopher
    playfair-display spectral taviraj vollkorn
"""
ITALICS = _ITALICS.split()
"""Faces of print whose italics are learned from, too."""
CHECKED = {
    "arizonia",
    "birthstone",
    "charm",
    "corinthia",
    "great-vibes",
    "luxurious-script",
    "merienda",
    "sedgwick-ave",
}
CHECKED |= {"whisper"}
UNSEEN = {"alex-brush", "dancing-script", "gwendolyn", "italianno", "meow-script", "pacifico", "pinyon-script"}
UNSEEN |= {"playball", "style-script", "vujahday-script"}


@dataclass(frozen=True)
class Face:
    """A face in two files: Latin letters, and those that only Vietnamese has."""

    latin: Path
    vietnamese: Path | None
    high: float
    """Pixels from the top of a capital with marks to the foot of a low letter, at a size of 100."""
    low: float
    """The same of a letter that reaches neither up nor down."""

    @classmethod
    def of(cls, latin: Path, vietnamese: Path | None = None) -> Face:
        face = cls(latin, vietnamese, 100.0, 100.0)
        rows = [np.nonzero(np.asarray(face.drawn(text, 100)[0]) > 99)[0] for text in ("Nguyễn Ấ", "x")]
        high, low = (float(found[-1] - found[0]) for found in rows)
        return cls(latin, vietnamese, high, low)

    def drawn(
        self, text: str, size: int, space: float = 1.0, initials: Face | None = None
    ) -> tuple[Image.Image, np.ndarray]:
        """The text in white on black, and where each of its signs has its middle: a tone behind that of its letter.

        initials: another face for the capitals.
        """
        fonts = self._fonts(size)
        if initials is not None:
            fonts += initials._fonts(max(int(size * self.low / initials.low), 6))
        sheet = Image.new("L", (int(size * (len(text) + 4) * 0.95), size * 3))
        pen, x, middles = ImageDraw.Draw(sheet), float(size), []
        for run, which in self._runs(text, initials is not None):
            pen.text((x, 1.7 * size), run, font=fonts[which], fill=255, anchor="ls")
            for k, letter in enumerate(run):
                start, end = (fonts[which].getlength(run[:n]) for n in (k, k + 1))
                signs = len(spell(letter)) if _can_be_spelt(letter) else 1
                shares = (0.5,) if signs == 1 else (0.4, 0.85)
                middles += [(x + start + share * (end - start), 1.45 * size) for share in shares]
            x += fonts[which].getlength(run) * (space if run == " " else 1.0)
        return sheet, np.array(middles).reshape(-1, 2)

    def _fonts(self, size: int) -> list[ImageFont.FreeTypeFont]:
        return [ImageFont.truetype(str(path), size) for path in (self.latin, self.vietnamese or self.latin)]

    def _runs(self, text: str, initials: bool) -> list[tuple[str, int]]:
        """Stretches of letters of one file; blanks are stretches of their own."""
        runs: list[tuple[str, int]] = []
        for letter in text:
            which = int(ord(letter) > 0xFF)
            which = 0 if letter in "ýÝàáâãèéêìíòóôõùúÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚ" else which
            which += 2 * (initials and letter.isupper())
            if runs and runs[-1][1] == which and " " not in (letter, runs[-1][0]):
                runs[-1] = (runs[-1][0] + letter, which)
            else:
                runs.append((letter, which))
        return runs


def load_faces(fonts: Path, printed: Path, gyre: Path) -> tuple[list[Face], list[Face], list[Face]]:
    """Faces to learn from, to learn from how sure readings are, and to measure on."""
    known: list[Face] = []
    checked: list[Face] = []
    unseen: list[Face] = []
    for name in FACES:
        stem = str(fonts / name / "files" / name)
        paths = [Path(f"{stem}-{subset}-400-normal.woff") for subset in ("latin", "vietnamese")]
        (unseen if name in UNSEEN else checked if name in CHECKED else known).append(Face.of(*paths))
    known += [Face.of(printed / f"{name}.ttf") for name in ("Tinos-BoldItalic", "Tinos-Bold", "Arimo-Bold")]
    known += [Face.of(gyre / "texgyrechorus-mediumitalic.otf")] * 2  # as the italics that come with office programs
    for name in ITALICS:
        stem = str(fonts / name / "files" / name)
        known.append(Face.of(*(Path(f"{stem}-{subset}-400-italic.woff") for subset in ("latin", "vietnamese"))))
    return known, checked, unseen


class Namer:
    """Makes names from their parts, rare ones more often than they are."""

    def __init__(self, random: np.random.Generator) -> None:
        self.random = random
        counted: dict[str, dict[str, int]] = {}
        for row in read_tsv("names.tsv"):
            counted.setdefault(row["kind"], {})[row["name"]] = int(row["count"])
        self.parts = {}
        for kind, names in counted.items():
            weights = np.array(list(names.values()), float) ** 0.6
            self.parts[kind] = (list(names), weights / weights.sum())
        self.all = sorted({word for kind in ("family", "middle", "given") for word in self.parts[kind][0]})
        self.syllables = sorted(word for word in syllable_set() if _can_be_spelt(word))

    def name(self) -> str:
        """Of two to four words; now and then in the other style of tones."""
        r = self.random
        kind = r.random()
        family = self._one("family")
        if kind < 0.08:
            words = [family, self._one("given")]
        elif kind < 0.45:
            words = [family, self._one("middle given")]
        elif kind < 0.7:
            words = [family, self._one("middle"), self._one("given")]
        elif kind < 0.85:
            words = [family, self._one("middle"), self._one("middle given")]
        else:
            words = [family, self._one("middle middle"), self._one("given")]
        text = " ".join(words)
        return to_tone_style(text, "new") if r.random() < 0.3 else text

    def words(self) -> str:
        """Words that make no name, or hardly one: that the network learns letters, not names by heart."""
        r = self.random
        pool = self.all if r.random() < 0.5 else self.syllables
        words = [pool[r.integers(len(pool))].capitalize() for _ in range(int(r.integers(1, 5)))]
        return " ".join(words)

    def no_name(self) -> str:
        """What else stands below a position: words of any text, figures as words, parts of capitals."""
        r = self.random
        words = [self.syllables[r.integers(len(self.syllables))] for _ in range(int(r.integers(2, 5)))]
        return " ".join(word.upper() if k % 2 else word.capitalize() for k, word in enumerate(words))

    def _one(self, kind: str) -> str:
        names, weights = self.parts[kind]
        return names[self.random.choice(len(names), p=weights)]


def _can_be_spelt(word: str) -> bool:
    try:
        return bool(spell(word))
    except ValueError:
        return False


class Office:
    """Stamps names in some faces, and scans them. many: in faces put together and pulled out of shape, too, so that
    there are more of them to learn from.
    """

    def __init__(self, faces: list[Face], seed: int, many: bool = False) -> None:
        self.faces, self.random, self.many = faces, np.random.default_rng(seed), many
        self.namer = Namer(self.random)

    def scan(self, text: str) -> tuple[np.ndarray, np.ndarray]:
        """A grey picture of the place where the text is stamped, of the place alone without text; and where in it each
        sign of the text has its middle.
        """
        r = self.random
        high = int(r.uniform(32, 72))
        cover, middles = np.zeros((high, int(high * r.uniform(4, 8))), np.float32), np.zeros((0, 2))
        if text:
            cover, middles = self._stamp(text, high)
        rows, columns = np.nonzero(cover > 0.3)
        top, bottom = (rows.min(), rows.max()) if text and len(rows) else (0, cover.shape[0])
        left, right = (columns.min(), columns.max()) if text and len(rows) else (0, cover.shape[1])
        pad = high
        cover = np.pad(cover, pad)
        top, bottom, left, right = top + pad, bottom + pad, left + pad, right + pad
        paper = r.uniform(205, 255)
        ink = paper - r.uniform(20, 160)
        name = self._uneven(cover) * (paper - ink if r.random() < 0.5 else paper - min(ink, 110))
        others = self._crossings(cover.shape, high, text == "") * (paper - r.uniform(20, 170))
        if r.random() < 0.15:  # where a seal was lifted off
            name[self._arcs(cover.shape, high) > 0.5] = 0
        if r.random() < 0.3:
            others = np.maximum(others, self._neighbours(cover.shape, top, bottom, left, right) * (paper - 30))
        body = bottom - top
        top, bottom = top - r.uniform(-0.03, 0.45) * body, bottom + r.uniform(-0.03, 0.45) * body
        left, right = left - r.uniform(-0.03, 0.8) * body, right + r.uniform(-0.03, 0.8) * body
        cut = (slice(max(int(top), 0), int(bottom) + 1), slice(max(int(left), 0), int(right) + 1))
        middles = middles + pad - np.array([cut[1].start, cut[0].start])
        grey = (paper - np.maximum(name[cut], others[cut])).astype(np.float32)
        grey = cv2.GaussianBlur(grey, (0, 0), r.uniform(0.3, 1.1) * max(high / 45, 0.8))
        grain = r.standard_normal(grey.shape, np.float32) * np.float32(r.uniform(1, 12))
        grey = (grey + cv2.GaussianBlur(grain, (0, 0), r.uniform(0.3, 0.8))).clip(0, 255)
        grey = grey.astype(np.uint8)
        if r.random() < 0.6:
            quality = int(r.integers(30, 90))
            _, coded = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, quality])
            decoded = cv2.imdecode(coded, cv2.IMREAD_GRAYSCALE)
            assert decoded is not None
            grey = decoded
        if r.random() < 0.12:
            grey = np.where(grey > paper - 0.45 * (paper - ink), 255, 0).astype(np.uint8)
        return np.ascontiguousarray(grey), middles

    def _stamp(self, text: str, high: int) -> tuple[np.ndarray, np.ndarray]:
        """The text as ink, 0 to 1, and the middles of its signs: of a height, leaning, turned a little, thicker or
        thinner.
        """
        r = self.random
        face = self.faces[r.integers(len(self.faces))]
        size = max(int(100 * high / face.high), 8)
        initials = self.faces[r.integers(len(self.faces))] if self.many and r.random() < 0.3 else None
        sheet, middles = face.drawn(text, size, r.uniform(0.8, 1.6), initials)
        cover = np.asarray(sheet, np.float32) / 255
        rows, columns = np.nonzero(cover > 0.2)
        cover = cover[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
        middles = middles - (columns.min(), rows.min())
        if self.many and r.random() < 0.7:
            cover, middles = self._pulled(cover, middles)
        cover, middles = np.pad(cover, high // 2), middles + high // 2
        lean, turn, wide = r.uniform(-0.18, 0.25), math.radians(r.normal(0, 1.5)), r.uniform(0.85, 1.2)
        height, width = cover.shape
        frame = np.array([[wide, -lean, lean * height / 2], [math.tan(turn), 1, -math.tan(turn) * width / 2]])
        cover = cv2.warpAffine(cover, frame, (int(width * wide) + 4, height), flags=cv2.INTER_LINEAR)
        middles = middles @ frame[:, :2].T + frame[:, 2]
        if r.random() < 0.5:  # waves of a rubber that bends
            wave = cv2.GaussianBlur(r.normal(0, 1, (8, 24)).astype(np.float32), (0, 0), 1.5)
            wave = cv2.resize(wave, (cover.shape[1], cover.shape[0]), interpolation=cv2.INTER_CUBIC)
            ys, xs = np.mgrid[: cover.shape[0], : cover.shape[1]].astype(np.float32)
            cover = cv2.remap(cover, xs + 0.06 * high * wave, ys + 0.06 * high * wave, cv2.INTER_LINEAR)
        # Thicker where the level at which blurred ink counts is low, thinner where it is high.
        soft = cv2.GaussianBlur(cover, (0, 0), 0.02 * high)
        level = r.uniform(0.12, 0.46) * float(soft.max())
        return ((soft - level) * 4 + 0.5).clip(0, 1), middles

    def _pulled(self, cover: np.ndarray, middles: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The ink with some rows and columns wider than others: letters high or low beside their capitals, narrow or
        wide, closer together or farther apart.
        """
        rows, columns = cover.shape
        down, along = self._pull(rows, 5, 0.35), self._pull(columns, max(int(columns / rows * 2.5), 3), 0.25)
        ys, xs = np.meshgrid(down, along, indexing="ij")
        moved = cv2.remap(cover, xs.astype(np.float32), ys.astype(np.float32), cv2.INTER_LINEAR)
        at = [np.interp(middles[:, k], frame, np.arange(len(frame))) for k, frame in ((0, along), (1, down))]
        return moved, np.stack(at, 1)

    def _pull(self, length: int, knots: int, most: float) -> np.ndarray:
        """From which dot each dot of a frame as long comes, rising."""
        steps = np.exp(self.random.uniform(-most, most, knots))
        at = np.concatenate([[0], np.cumsum(steps)]) / steps.sum() * (length - 1)
        return np.interp(np.arange(length), np.linspace(0, length - 1, knots + 1), at)

    def _uneven(self, cover: np.ndarray) -> np.ndarray:
        """Ink that did not come off everywhere."""
        r = self.random
        shape = (max(cover.shape[0] // 8, 2), max(cover.shape[1] // 8, 2))
        cloud = cv2.resize(r.random(shape, np.float32), cover.shape[::-1], interpolation=cv2.INTER_CUBIC)
        cover = cover * (1 - r.uniform(0, 0.55) * cloud)
        if r.random() < 0.3:
            grain = cv2.GaussianBlur(r.random(cover.shape, np.float32), (0, 0), r.uniform(0.6, 1.5))
            cover = np.where(grain < np.quantile(grain[::3, ::3], r.uniform(0, 0.16)), 0, cover)
        return cover

    def _crossings(self, shape: tuple[int, int], high: int, always: bool) -> np.ndarray:
        """Strokes of a signature and arcs of a seal."""
        r = self.random
        sheet = np.zeros(shape, np.float32)
        if r.random() < (0.7 if always else 0.35):
            for _ in range(int(r.integers(1, 4))):
                points = r.uniform(0, 1, (int(r.integers(3, 7)), 2)) * (shape[1], 1.4 * shape[0]) - (0, 0.2 * shape[0])
                if r.random() < 0.6:
                    points[:, 0] = np.sort(points[:, 0])
                curve = _smooth(points)
                width = max(int(r.uniform(0.03, 0.09) * high), 1)
                cv2.polylines(sheet, [curve.round().astype(np.int32)], False, 1.0, width, cv2.LINE_AA)
        if r.random() < (0.6 if always else 0.35):
            sheet = np.maximum(sheet, self._arcs(shape, high) * r.uniform(0.4, 1))
        return sheet

    def _arcs(self, shape: tuple[int, int], high: int) -> np.ndarray:
        """The rings of a seal of 36 millimetres and letters between them, some part of it over the line."""
        r = self.random
        sheet = np.zeros(shape, np.uint8)
        radius = int(high * r.uniform(1.6, 3.4))
        middle = (int(r.uniform(-0.4, 0.5) * radius), int(shape[0] / 2 + r.uniform(-1.2, 1.2) * radius))
        if r.random() < 0.15:
            middle = (int(r.uniform(0, shape[1])), middle[1])
        line = max(int(high * r.uniform(0.02, 0.07)), 1)
        cv2.circle(sheet, middle, radius, 255, line, cv2.LINE_AA)
        cv2.circle(sheet, middle, int(radius * 0.93), 255, max(line // 2, 1), cv2.LINE_AA)
        cv2.circle(sheet, middle, int(radius * 0.6), 255, max(line // 2, 1), cv2.LINE_AA)
        for angle in np.arange(0, 2 * math.pi, 0.16) if r.random() < 0.6 else ():
            at = np.array(middle) + 0.76 * radius * np.array([math.cos(angle), math.sin(angle)])
            cv2.putText(sheet, chr(65 + r.integers(26)), tuple(int(v) for v in at), 0, radius / 190, 255, line)
        return sheet.astype(np.float32) / 255

    def _neighbours(self, shape: tuple[int, int], top: int, bottom: int, left: int, right: int) -> np.ndarray:
        """Rows of other print above or below, of which the cut takes some."""
        r = self.random
        sheet = np.zeros(shape, np.uint8)
        body = bottom - top
        y = int(top - r.uniform(0.1, 0.4) * body if r.random() < 0.5 else bottom + r.uniform(0.4, 0.8) * body)
        text = self.namer.no_name()
        cv2.putText(sheet, text.encode("ascii", "ignore").decode(), (left, y), 0, body / 70, 255, 2, cv2.LINE_AA)
        return sheet.astype(np.float32) / 255


def _smooth(points: np.ndarray) -> np.ndarray:
    """A curve near points (Chaikin 1974)."""
    for _ in range(4):
        first, second = points[:-1], points[1:]
        points = np.stack([0.75 * first + 0.25 * second, 0.25 * first + 0.75 * second], 1).reshape(-1, 2)
    return points


@dataclass
class Example:
    """A strip and the signs of what is written in it."""

    strip: np.ndarray
    signs: list[int]
    places: list[int]
    """At which each sign has its middle."""


def examples(office: Office, scans: int) -> Iterator[Example]:
    """Strips of names, of other words, and of nothing but strokes, each in three frames."""
    r = office.random
    for _ in range(scans):
        kind = r.random()
        text = "" if kind < 0.04 else office.namer.words() if kind < 0.3 else office.namer.name()
        grey, middles = office.scan(text)
        line = line_of(grey)
        if line is None:
            continue
        signs = spell(text)
        for _ in range(3):
            nudge = Nudge(r.normal(0, 0.07), r.uniform(0.82, 1.22), r.normal(0, 1.2), r.uniform(0.85, 1.2))
            strip = strip_of(line, nudge)
            frame, _ = frame_of(line, nudge)
            places = _rising((middles @ frame[0, :2] + frame[0, 2]) // network.STEP)
            room = strip.shape[1] // network.STEP
            if room >= 1.4 * len(signs) and (not places or places[-1] < room):
                yield Example((strip * 255).astype(np.uint8), signs, places)


def _rising(places: np.ndarray) -> list[int]:
    """The places, each behind the one before."""
    found: list[int] = []
    for place in places.tolist():
        found.append(max(int(place), found[-1] + 1 if found else 0))
    return found


LAYERS: list[tuple[int, int, object, object]] = [
    (4, 32, 3, 1),
    (32, 64, 3, 1),
    (64, 112, 3, (0, 1)),
    (112, 144, 3, (0, 1)),
]
LAYERS += [(144, 144, (1, 5), (0, 2)), (144, 144, (1, 5), (0, 2))]
_BATCH = 32


def loss_of(net: StripNet, batch: list[Example], r: np.random.Generator, guided: float) -> torch.Tensor:
    """How badly the names are read; guided: how much it counts, too, that signs are seen in their middles."""
    columns = max(example.strip.shape[1] for example in batch)
    strips = np.zeros((len(batch), 1, ROWS, columns), np.float32)
    for row, example in zip(strips, batch, strict=True):
        row[0, :, : example.strip.shape[1]] = example.strip / np.float32(255)
    each = (len(batch), 1, 1, 1)
    strips *= r.uniform(0.75, 1.15, each).astype(np.float32)
    strips += np.asarray(r.normal(0, 1, strips.shape), np.float32) * r.uniform(0, 0.08, each).astype(np.float32)
    with torch.autocast("cpu", torch.bfloat16):
        seen = net(torch.from_numpy(strips))
    scores = torch.log_softmax(seen.float(), 2)
    places = torch.tensor([example.strip.shape[1] // network.STEP for example in batch])
    lengths = torch.tensor([len(example.signs) for example in batch])
    signs = torch.tensor([sign for example in batch for sign in example.signs], dtype=torch.long)
    losses = nn.functional.ctc_loss(
        scores.transpose(0, 1), signs, places, lengths, BLANK, reduction="none", zero_infinity=True
    )
    string = losses.mean() / 10
    if not guided:
        return string
    wanted = np.full(scores.shape[:2], BLANK)
    for row, example in zip(wanted, batch, strict=True):
        for place in example.places:
            row[max(place - 1, 0) : place + 2] = -1  # beside the middle, either is right
        row[example.places] = example.signs
    weights = torch.ones(BLANK + 1)
    weights[BLANK] = 0.3
    flat = scores.reshape(-1, BLANK + 1)
    return string + guided * nn.functional.nll_loss(
        flat, torch.from_numpy(wanted.reshape(-1)), weights, ignore_index=-1
    )


def _drawn(faces: list[Face], seed: int, turn: int, fresh: int) -> list[Example]:
    """The fresh strips of a round: each round has an office of its own, so that another process can draw ahead."""
    cv2.setNumThreads(1)
    return list(examples(Office(faces, 1000 * seed + turn, many=True), fresh))


def train(
    faces: list[Face], seed: int, rounds: int, fresh: int, strips: int, path: Path, before: Path | None = None
) -> None:
    """Learns in rounds: fresh lines are drawn, by a second process, while strips of all that were drawn before are
    looked at. The mean of the last weights is kept after each round, beside the path, and at the path in the end.

    before: weights of an earlier training, from which this one goes on, more slowly.
    """
    net, mean = (StripNet(LAYERS, BLANK + 1, quartered=True).to(memory_format=torch.channels_last) for _ in range(2))
    if before is not None:
        some = _drawn(faces, 1000 + seed, 0, 60)
        strips_of = np.zeros((len(some), 1, ROWS, max(one.strip.shape[1] for one in some)), np.float32)
        for row, one in zip(strips_of, some, strict=True):
            row[0, :, : one.strip.shape[1]] = one.strip / np.float32(255)
        with np.load(before) as stored:
            net.unfold({name: stored[name] for name in stored.files}, torch.from_numpy(strips_of))
    rate, guide = (_RATE, 2.0) if before is None else (0.4 * _RATE, 0.3)
    mean.load_state_dict(net.state_dict())
    optimiser = torch.optim.AdamW(net.parameters(), lr=rate, weight_decay=1e-3)
    r = np.random.default_rng(seed)
    pool: list[Example] = []
    started, step, steps = time.time(), 0, rounds * math.ceil(strips / _BATCH)
    with ProcessPoolExecutor(1) as drawer:
        ahead = [drawer.submit(_drawn, faces, seed, 0, 4 * fresh)]
        for turn in range(rounds):
            ahead.append(drawer.submit(_drawn, faces, seed, turn + 1, fresh if turn + 1 < rounds else 0))
            pool += ahead[turn].result()
            ahead[turn].cancel()
            total, count = 0.0, 0
            net.train()
            for batch in batches(pool, strips, r, size=_BATCH, sorted_together=32):
                done = step / steps
                for group in optimiser.param_groups:
                    group["lr"] = rate * min(1.0, step / 200) * (0.5 + 0.5 * math.cos(math.pi * done)) + 1e-5
                loss = loss_of(net, batch, r, max(guide * (1 - 1.6 * done), 0.0))
                learn(net, optimiser, loss)
                step += 1
                total, count = total + float(loss.detach()), count + 1
                keep_mean(mean, net, step)
            np.savez(path.with_suffix(".part.npz"), **mean.folded())
            seconds = time.time() - started
            print(f"round {turn + 1}: {len(pool)} strips, loss {total / count:.4f}, {seconds:.0f} s", flush=True)
    path.with_suffix(".part.npz").replace(path)


_RATE = 3e-3


@dataclass
class Outcome:
    """What was stamped, what was read of it, and what speaks for that."""

    text: str
    found: reading.Evidence | None
    confidence: float = 0.0

    @property
    def right(self) -> bool:
        return self.found is not None and to_tone_style(self.found.text, "old") == to_tone_style(self.text, "old")


_NO_NAMES, _NOTHING = 0.1, 0.1
"""Shares of lines that are other words, and of lines on which nothing but strokes is."""


def measure(office: Office, scans: int) -> list[Outcome]:
    """Lines as they are read: names, and some that are none."""
    r = office.random
    outcomes = []
    for _ in range(scans):
        kind = r.random()
        text = office.namer.name() if kind > _NO_NAMES + _NOTHING else office.namer.no_name() if kind > _NOTHING else ""
        found = reading.evidence_of(office.scan(text)[0])
        outcomes.append(Outcome(text if kind > _NO_NAMES + _NOTHING else "", found))
    return outcomes


def calibrate(outcomes: list[Outcome]) -> list[float]:
    """Slopes and offset that turn what speaks for a reading into the log odds of its being right (Platt 1999)."""
    some = [outcome for outcome in outcomes if outcome.found is not None]
    signs = torch.tensor([[*one.found.signs, 1.0] for one in some if one.found is not None])
    right = torch.tensor([float(one.right) for one in some])
    spread = signs.std(0) + (signs.std(0) == 0)
    slopes = torch.zeros(signs.shape[1], requires_grad=True)
    optimiser = torch.optim.LBFGS([slopes], max_iter=200)

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        value = nn.functional.binary_cross_entropy_with_logits((signs / spread) @ slopes, right)
        value = value + 1e-3 * slopes.square().sum()
        value.backward()
        return value

    optimiser.step(loss)
    return [float(value) for value in (slopes / spread).detach()]


def judge(outcomes: list[Outcome], slopes: list[float]) -> None:
    """Gives each reading its confidence."""
    for outcome in outcomes:
        if outcome.found is not None:
            outcome.confidence = reading.confidence_of(outcome.found, slopes)


def report(outcomes: list[Outcome]) -> None:
    """How many names are given and right, how many lines given and wrong, by the confidence asked."""
    names = [outcome for outcome in outcomes if outcome.text]
    print(f"{len(names)} names, {len(outcomes) - len(names)} lines that are none")
    for least in (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98, 0.99):
        right = sum(one.right and one.confidence >= least for one in names) / len(names)
        wrong = sum(not one.right and one.confidence >= least and one.found is not None for one in names) / len(names)
        rest = [one for one in outcomes if not one.text]
        false = sum(one.confidence >= least and one.found is not None for one in rest) / max(len(rest), 1)
        print(f"  confidence {least:.2f}: right {right:.1%}, wrong {wrong:.1%}; of no names given {false:.1%}")


def save(net: Path, slopes: list[float], path: Path) -> None:
    with np.load(net) as stored:
        np.savez_compressed(path, calibration=np.array(slopes, np.float32), **{k: stored[k] for k in stored.files})
    network.weights.cache_clear()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--fonts", type=Path, required=True)
    options.add_argument("--print", type=Path, default=Path("/usr/share/fonts/truetype/croscore"))
    options.add_argument("--gyre", type=Path, default=Path("/usr/share/texmf/fonts/opentype/public/tex-gyre"))
    options.add_argument("--rounds", type=int, default=40)
    options.add_argument("--fresh", type=int, default=300, help="lines drawn in a round")
    options.add_argument("--strips", type=int, default=6144, help="strips looked at in a round")
    options.add_argument("--measure", type=int, default=1200, help="lines measured")
    options.add_argument("--measure-only", action="store_true", help="with the weights that there are")
    options.add_argument("--before", type=Path, help="a network, before it was calibrated, to go on from")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--work", type=Path, default=Path("build"), help="the network before it was calibrated")
    options.add_argument("--out", type=Path, default=dictionaries() / "models" / "name-stamps.npz")
    a = options.parse_args()
    torch.set_num_threads(1)
    known, checked, unseen = load_faces(a.fonts, a.print, a.gyre)
    net = a.work / "name-stamps.npz"
    if not a.measure_only:
        a.work.mkdir(parents=True, exist_ok=True)
        if not net.exists():
            torch.manual_seed(a.seed)
            train(known, a.seed, a.rounds, a.fresh, a.strips, net, a.before)
        save(net, [0.0] * 6, a.out)
        outcomes = measure(Office(checked, a.seed + 2), a.measure)
        slopes = calibrate(outcomes)
        save(net, slopes, a.out)
        print("calibration", [round(slope, 3) for slope in slopes], flush=True)
        judge(outcomes, slopes)
        print("faces by which it was calibrated, to choose the least confidence by:")
        report(outcomes)
    outcomes = measure(Office(unseen, a.seed + 1), a.measure)
    judge(outcomes, network.weights()["calibration"].tolist())
    print("faces not seen before:")
    report(outcomes)


if __name__ == "__main__":
    main()
