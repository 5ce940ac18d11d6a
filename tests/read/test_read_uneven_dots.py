"""Pictures with more dots an inch one way than the other, as fax machines make them, are stretched to square dots."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest
from PIL import Image as Pillow
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from viextract.errors import TooLargeError
from viextract.options import Limits
from viextract.read.files.image import ImageFile
from viextract.read.files.pdf import PdfFile


def picture(width: int, height: int, mode: str = "1") -> Pillow.Image:
    return Pillow.fromarray(np.full((height, width), 255, np.uint8)).convert(mode)


def read(image: Pillow.Image, form: str, **saved: Any) -> tuple[tuple[int, ...], float]:
    stream = io.BytesIO()
    image.save(stream, form, **saved)
    pixels, dpi = ImageFile(stream.getvalue(), "a", Limits()).frame(0)
    return pixels.shape[:2], dpi


@pytest.mark.parametrize(
    ("size", "dpi", "shape"),
    [
        ((1728, 1100), (204.0, 98.0), (2290, 1728)),
        ((1654, 1169), (200.0, 100.0), (2338, 1654)),
        ((864, 2290), (102.0, 204.0), (2290, 1728)),
        ((1728, 4400), (204.0, 391.0), (4400, 3312)),
        ((1728, 2200), (204.0, 196.0), (2200, 1728)),
        ((1000, 1400), (120.0, 120.0), (1400, 1000)),
    ],
)
def test_the_coarser_way_is_stretched(size: tuple[int, int], dpi: tuple[float, float], shape: tuple[int, int]) -> None:
    found, resolution = read(picture(*size), "TIFF", dpi=dpi)
    assert found == shape
    assert resolution == max(dpi) if shape != (size[1], size[0]) else resolution == dpi[1]


def test_dots_whose_shape_alone_is_known() -> None:
    """JPEG and PNG may give the ratio of a dot's sides and no unit."""
    stream = io.BytesIO()
    picture(1600, 1100, "L").save(stream, "JPEG")
    data = bytearray(stream.getvalue())
    place = data.index(b"JFIF\0") + 7
    data[place : place + 5] = b"\0\0\2\0\1"  # no unit, two dots across for one down
    pixels, _ = ImageFile(bytes(data), "a", Limits()).frame(0)
    assert pixels.shape[:2] == (2200, 1600)


def test_a_fax_that_does_not_say_its_resolution_has_lines_of_1728_dots() -> None:
    (height, width), dpi = read(picture(1728, 1145), "TIFF")
    assert (height, width) == (2383, 1728)
    assert dpi == pytest.approx(204, abs=1)
    assert read(picture(1728, 2290), "TIFF")[0] == (2290, 1728)
    assert read(picture(1728, 1145, "L"), "PNG")[0] == (1145, 1728)


def test_a_picture_that_would_grow_beyond_the_limit_is_refused() -> None:
    stream = io.BytesIO()
    picture(4000, 1000).save(stream, "TIFF", dpi=(800.0, 200.0))
    with pytest.raises(TooLargeError):
        ImageFile(stream.getvalue(), "a", Limits(max_megapixels=8)).frame(0)


@pytest.mark.parametrize("quarter", [False, True])
def test_a_fax_within_a_pdf_is_drawn_with_all_its_dots(quarter: bool) -> None:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(610, 842))
    if quarter:
        canvas.translate(610, 0)
        canvas.rotate(90)
        canvas.drawImage(ImageReader(picture(1146, 1728)), 0, 0, 842, 610)
    else:
        canvas.drawImage(ImageReader(picture(1728, 1146)), 0, 0, 610, 842)
    canvas.showPage()
    canvas.save()
    with PdfFile(stream.getvalue()) as file:
        assert file.page(0).scan_dpi() == pytest.approx(204, abs=1)
