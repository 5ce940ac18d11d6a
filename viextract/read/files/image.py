"""Pictures as input: PNG, JPEG, TIFF with one or more pages, and others that Pillow reads."""

from __future__ import annotations

import io
import warnings

import numpy as np
from PIL import Image as Pillow
from PIL import ImageOps, UnidentifiedImageError

from viextract.errors import DamagedFileError, TooLargeError
from viextract.options import Limits
from viextract.read.files.pdf import Image

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
                dpi = _resolution(self._image)
                return _pixels(_upright(self._image)), dpi
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


def _resolution(image: Pillow.Image) -> float:
    dpi = image.info.get("dpi")
    value = float(dpi[1]) if isinstance(dpi, tuple) and len(dpi) == 2 else 0.0
    if _LEAST_DPI <= value <= _MOST_DPI and value != 72.0:
        return value
    # Without a resolution, take an upright picture for a sheet of A4.
    width, height = image.size
    guess = max(width, height) / 11.69
    return guess if _LEAST_DPI <= guess <= _MOST_DPI else _UNKNOWN_DPI


def _upright(image: Pillow.Image) -> Pillow.Image:
    """The picture as its EXIF says that it was held; one that was held upright is not copied."""
    image.load()
    turned = image.getexif().get(_ORIENTATION, 1) != 1
    return (ImageOps.exif_transpose(image) or image) if turned else image


_ORIENTATION = 0x0112  # the tag of EXIF


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
