"""The look at a picture that tells a map with topics from an empty one."""

import io

from PIL import Image

from tools.smoke import count_hues


def picture(*colours: str) -> bytes:
    """A PNG with a square of 10 by 10 pixels for each colour on white."""
    image = Image.new("RGB", (200, 20), "white")
    for place, colour in enumerate(colours):
        image.paste(Image.new("RGB", (10, 10), colour), (place * 12, 5))
    file = io.BytesIO()
    image.save(file, format="PNG")
    return file.getvalue()


def test_greys_are_no_hues() -> None:
    """An empty map, its axes and its words have no hue."""
    assert count_hues(picture("black", "#777777", "#d9dde1", "#23292f")) == 0


def test_each_hue_counts_once() -> None:
    """Shades of one colour are one hue, colours far apart are several."""
    assert count_hues(picture("#dd2222", "#bb1111")) == 1
    assert count_hues(picture("#dd2222", "#22aa22", "#2222dd", "#777777")) == 3
