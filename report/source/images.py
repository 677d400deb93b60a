"""An image file → its size in pixels; what cannot be printed or shown is refused."""

from __future__ import annotations

import warnings
from pathlib import Path

from report.errors import Collector, Place

MAX_BYTES = 64 * 1024 * 1024
MAX_PIXELS = 120_000_000
FORMATS = ("JPEG", "PNG")


def probe_image(
    file: Path, written: str, place: Place, path: str, collector: Collector
) -> tuple[int, int] | None:
    """Width and height of a JPEG or PNG in pixels; None with a diagnostic otherwise."""

    def refuse(message: str, hint: str, code: str) -> None:
        collector.add(place, f"'{written}' {message}", hint=hint, path=path, code=code)

    size = file.stat().st_size
    if size > MAX_BYTES:
        refuse(f"has {size:,} bytes; the most is {MAX_BYTES:,}", "scale it down", "too-large")
        return None
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(file) as image:
                kind, (width, height) = image.format or "", image.size
                turned = image.getexif().get(0x0112, 1) if kind in FORMATS else 1
                if kind in FORMATS and width * height <= MAX_PIXELS:
                    image.load()
    except UnidentifiedImageError:
        refuse("is no image", "give a JPEG or PNG file", "not-an-image")
        return None
    except Image.DecompressionBombError:
        refuse("has too many pixels", "scale it down", "too-large")
        return None
    except Exception as error:
        reason = str(error).split("\n")[0] or type(error).__name__
        refuse(f"is a damaged image ({reason})", "save it again", "damaged-image")
        return None
    if kind not in FORMATS:
        refuse(f"is a {kind} file", "save it as JPEG or PNG", "image-format")
        return None
    if width * height > MAX_PIXELS:
        refuse(f"has {width:,} × {height:,} pixels", "scale it down", "too-large")
        return None
    if turned not in (0, 1):
        collector.add(
            place,
            f"'{written}' is stored turned (EXIF orientation {turned})",
            hint="save it upright",
            path=path,
            severity="warning",
            code="turned-image",
        )
    return width, height
