import io

import msgspec
import pytest
from PIL import Image

from mlob import regions
from mlob.config import Organisation
from mlob.snapshot.compose import compose
from mlob.snapshot.forms.png import FORM
from mlob.snapshot.material import Material
from tests.snapshot import samples, scene


def pictures(material: Material) -> dict[str, bytes]:
    return dict(FORM.render(material, compose(material)))


def opened(document: bytes) -> Image.Image:
    return Image.open(io.BytesIO(document)).convert("RGB")


def red(image: Image.Image, box: tuple[int, int, int, int]) -> int:
    """How many pixels of a part are the red of OEFENING and of what is severe."""
    part = image.crop(box).tobytes()
    return sum(
        abs(part[at] - 0xB3) < 6 and abs(part[at + 1] - 0x26) < 6 and abs(part[at + 2] - 0x1E) < 6
        for at in range(0, len(part), 3)
    )


@pytest.fixture(scope="module")
def found() -> dict[str, bytes]:
    return pictures(samples.material())


def test_two_sizes(found: dict[str, bytes]) -> None:
    assert sorted(found) == ["kaart-print.png", "kaart-wand.png"]
    assert opened(found["kaart-print.png"]).size == (1654, 2339)  # A4 at 200 dpi
    assert opened(found["kaart-wand.png"]).size == (1920, 1080)


def test_they_are_not_blank_and_marked_as_an_exercise(found: dict[str, bytes]) -> None:
    real = pictures(samples.material(Organisation(marking="Departementaal Vertrouwelijk")))
    for name, document in found.items():
        image, other = opened(document), opened(real[name])
        colours = image.getcolors(1_000_000)
        assert colours is not None
        assert len(colours) > 500
        wide, high = image.size
        head = (0, 0, wide, high // 14)
        assert red(image, head) > 2000
        assert red(other, head) == 0


def test_a_region_under_grip_is_filled_and_sea_is_sea() -> None:
    quiet = samples.picture()
    for item in quiet["features"]:
        if item["properties"]["kind"] == "region":
            item["properties"] |= {"grip": None, "phase": None}
    quiet["features"] = [item for item in quiet["features"] if item["properties"]["kind"] == "region"]
    severe = {**quiet, "features": [dict(item) for item in quiet["features"]]}
    for item in severe["features"]:
        if item["id"] == "region:VR01":
            item["properties"] = {**item["properties"], "grip": 4}
            item["geometry"] = regions.region_geometry("VR01")
    one, other = (
        opened(pictures(msgspec.structs.replace(samples.material(), picture=picture))["kaart-print.png"])
        for picture in (quiet, severe)
    )
    groningen = (1330, 560)
    assert one.getpixel(groningen) == (0xF7, 0xF8, 0xF6)
    filled = other.getpixel(groningen)
    assert isinstance(filled, tuple)
    assert filled[0] > filled[1] + 25
    assert one.getpixel((300, 1200)) == other.getpixel((300, 1200)) == (0xDD, 0xE6, 0xEA)


def test_the_same_material_gives_the_same_bytes() -> None:
    assert pictures(scene.material(30)) == pictures(scene.material(30))


def test_without_a_marking_there_is_no_picture() -> None:
    with pytest.raises(ValueError, match="rubricering"):
        pictures(samples.material(Organisation(marking=" ")))


def test_many_marks_and_hostile_titles() -> None:
    material = scene.material(1500)
    for item in material.picture["features"]:
        item["properties"]["title"] = samples.HOSTILE + "]]><image href='/etc/passwd'/>"
    for document in pictures(material).values():
        assert opened(document).getbbox() is not None
