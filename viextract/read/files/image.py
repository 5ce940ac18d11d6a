"""Pictures as input: PNG, JPEG, TIFF with one or more pages, and others that Pillow reads."""

from __future__ import annotations

import io
import math
import warnings

import cv2
import numpy as np
from PIL import Image as Pillow
from PIL import ImageOps, UnidentifiedImageError

from viextract.errors import DamagedFileError, TooLargeError
from viextract.options import Limits
from viextract.read.raster import Image

_UNKNOWN_DPI = 200.0  # what office scanners are set to; only the size of the page in points depends on it
_LEAST_DPI, _MOST_DPI = 60.0, 1200.0  # beyond these, what the file says is a screen's resolution or nonsense


class ImageFile:
    """The frames of a picture file; frames count from 0."""

    def __init__(self, data: bytes, name: str, limits: Limits) -> None:
        self.name = name
        self._limits = limits
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                self._image = Pillow.open(io.BytesIO(data))
                self._frames = int(getattr(self._image, "n_frames", 1))
        except Pillow.DecompressionBombError as error:
            raise TooLargeError(f"{name} has too many pixels: {error}") from error
        except (
            UnidentifiedImageError,
            OSError,
            ValueError,
            SyntaxError,
            TypeError,
            KeyError,
            IndexError,
            EOFError,
        ) as error:
            raise DamagedFileError(f"{name} is a damaged picture: {error}") from error

    def __len__(self) -> int:
        # Only TIFF has pages; the frames of a GIF, PNG or WebP are a film.
        return self._frames if self._image.format == "TIFF" else 1

    def frame(self, index: int) -> tuple[Image, float]:
        """A frame, RGB or grey, upright as its EXIF says, and its resolution in dots per inch.

        Raises TooLargeError before unpacking more than the limit of megapixels, DamagedFileError.
        """
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                self._image.seek(index)
                self._check_size(self._image.size)
                across, down = _resolutions(self._image)
                width, height = self._image.size
                self._check_size((round(width * max(1, down / across)), round(height * max(1, across / down))))
                if _is_turned(self._image):
                    across, down = down, across
                return with_square_dots(_pixels(_upright(self._image)), across, down)
        except Pillow.DecompressionBombError as error:
            raise TooLargeError(f"{self.name} has too many pixels: {error}") from error
        except (OSError, ValueError, SyntaxError, TypeError, KeyError, IndexError, EOFError, MemoryError) as error:
            raise DamagedFileError(f"{self.name} is a damaged or truncated picture: {error}") from error

    def _check_size(self, size: tuple[int, int]) -> None:
        megapixels = size[0] * size[1] / 1e6
        if megapixels > self._limits.max_megapixels:
            raise TooLargeError(
                f"{self.name} has {megapixels:.0f} megapixels; the limit is {self._limits.max_megapixels:g}"
            )


def _resolutions(image: Pillow.Image) -> tuple[float, float]:
    """Dots per inch across and down the picture as it is stored."""
    width, height = image.size
    across, down = _pair(image.info.get("dpi"))
    uneven = across > 0 and down > 0 and not 1 / _EVEN < across / down < _EVEN
    if not uneven and min(across, down) >= _LEAST_DPI and max(across, down) <= _MOST_DPI and down != 72.0:
        return across, down
    if uneven and max(across, down) >= _LEAST_DPI and max(across, down) <= _MOST_DPI:
        return across, down
    # Some formats say how wide a dot is for its height, and no more.
    ratio = across / down if uneven else next((r for r in map(_ratio, _aspects(image)) if r != 1.0), 1.0)
    if ratio == 1.0 and image.size[0] == _FAX_WIDTH and image.mode == "1" and height < _FAX_LOW * width:
        ratio = _FAX_ACROSS / _FAX_DOWN
    # Without a resolution, take an upright picture for a sheet of A4.
    guess = max(width, height * ratio) / 11.69
    dpi = guess if _LEAST_DPI <= guess <= _MOST_DPI else _UNKNOWN_DPI
    return dpi, dpi / ratio


_EVEN = 1.1  # times as many dots one way as the other: faxes have 204 x 196 dots, and look as well as with square ones
_FAX_WIDTH, _FAX_ACROSS, _FAX_DOWN = 1728, 204.0, 98.0  # dots of a line, and an inch, at standard resolution: ITU-T T.4
_FAX_LOW = 0.9  # of its width: a sheet of A4 that is so low has lines of standard resolution


def _aspects(image: Pillow.Image) -> list[object]:
    """What TIFF, JPEG and PNG files say of their dots where they do not name a unit."""
    return [image.info.get(key) for key in ("resolution", "jfif_density", "aspect")]


def _pair(value: object) -> tuple[float, float]:
    if isinstance(value, tuple) and len(value) == 2:
        across, down = (float(part) for part in value)
        if across > 0 and down > 0 and math.isfinite(across) and math.isfinite(down):
            return across, down
    return 0.0, 0.0


def _ratio(value: object) -> float:
    """Dots across for one down, where that is what a picture can have; 1 else."""
    across, down = _pair(value)
    ratio = across / down if down else 1.0
    return ratio if 1 / _MOST_UNEVEN < ratio < _MOST_UNEVEN and not 1 / _EVEN < ratio < _EVEN else 1.0


_MOST_UNEVEN = 4.5  # times: faxes have 204 x 98, 204 x 391 and 408 x 391 dots an inch


def with_square_dots(pixels: Image, across: float, down: float) -> tuple[Image, float]:
    """A picture with as many dots an inch down as across, and how many; the coarser way is made finer."""
    if not across or not down or 1 / _EVEN < across / down < _EVEN:
        return pixels, down
    dpi = max(across, down)
    size = (round(pixels.shape[1] * dpi / across), round(pixels.shape[0] * dpi / down))
    # The stairs that stretching makes of slanted strokes are smoothed a little in the finer direction beforehand.
    fine = (_SMOOTH_FINE, _SMOOTH_COARSE) if across > down else (_SMOOTH_COARSE, _SMOOTH_FINE)
    smooth = cv2.GaussianBlur(pixels, (0, 0), sigmaX=fine[0], sigmaY=fine[1])
    return np.asarray(cv2.resize(smooth, size, interpolation=cv2.INTER_CUBIC), np.uint8), dpi


_SMOOTH_FINE, _SMOOTH_COARSE = 1.0, 0.5  # dots


def _is_turned(image: Pillow.Image) -> bool:
    """Whether the camera was held so that the picture is stored by a quarter turned."""
    return int(image.getexif().get(_ORIENTATION, 1)) >= _FIRST_QUARTER


def _upright(image: Pillow.Image) -> Pillow.Image:
    """The picture as its EXIF says that it was held; one that was held upright is not copied."""
    image.load()
    turned = image.getexif().get(_ORIENTATION, 1) != 1
    return (ImageOps.exif_transpose(image) or image) if turned else image


_ORIENTATION = 0x0112  # the tag of EXIF
_FIRST_QUARTER = 5  # of the values of that tag: those from 5 to 8 are turned by a quarter


def _pixels(image: Pillow.Image) -> Image:
    """The picture in 8 bits a channel, on white where it is transparent."""
    if image.mode in ("1", "L"):
        return np.asarray(image if image.mode == "L" else image.convert("L"))
    if image.mode in ("I", "F") or image.mode.startswith("I;16"):
        values = np.asarray(image, dtype=np.float64)
        top = max(float(values.max(initial=0.0)), 1.0)
        return (values * (255.0 / top)).clip(0, 255).astype(np.uint8)
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        sheet = Pillow.new("RGBA", image.size, "white")
        sheet.alpha_composite(image.convert("RGBA"))
        image = sheet
    return np.asarray(image if image.mode == "RGB" else image.convert("RGB"))
