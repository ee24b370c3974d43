"""Remake `places.csv` from GeoNames' places and the gemeenten that no place is called after.

    python data/remake_places.py REFERENCE

REFERENCE is the folder with `boundaries/` and `reference/`. Which file comes from where: see SOURCES.md.
"""

from __future__ import annotations

import csv
import json
import math
import re
import sys
from pathlib import Path

from shapely.geometry import shape

from mlob.gazetteer import key

DATA = Path(__file__).resolve().parent
COLUMNS = ["name", "lon", "lat", "population", "accuracy_m", "gemeente", "veiligheidsregio", "alternates"]
PEOPLE_PER_SQUARE_METRE = 0.0037  # of a built-up place: the disc of a place's people gives its accuracy
SMALLEST, LARGEST = 1500, 8000  # metres

# GeoNames name -> the name on Dutch signs.
OFFICIAL = {
    "Aalburg": "Wijk en Aalburg",
    "Aldwâld": "Oudwoude",
    "Almere Stad": "Almere",
    "Noordwijk-Binnen": "Noordwijk",
    "The Hague": "'s-Gravenhage",
    "Warga": "Wergea",
    "Zeyen": "Zeijen",
    "Zoeterwoude-Dorp": "Zoeterwoude",
}

# Second names that occur in Dutch use; GeoNames' other alternates are translations.
ALTERNATES = {
    "Amsterdam-Duivendrecht",
    "Beek gem Montferland",
    "Bergen L",
    "Beuningen Gld",
    "Bleskensgraaf ca",
    "Bunschoten-Spakenburg",
    "Den Bosch",
    "Den Haag",
    "Driehuis NH",
    "Easterein",
    "Grouw",
    "Hoogvliet Rotterdam",
    "Hoorn NH",
    "Pernis Rotterdam",
    "Winterswijk Meddo",
}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def populated(source: Path) -> list[dict[str, str | int]]:
    return [place(row) for row in rows(source)]


def place(row: dict[str, str]) -> dict[str, str | int]:
    people = int(row["population"] or 0)
    radius = round(math.sqrt(people / PEOPLE_PER_SQUARE_METRE / math.pi), -2)
    given = re.sub(r"^'?([st])(?=[- ])", r"'\1", row["name"])
    name = OFFICIAL.get(given, given)
    others = {given} if name != given and given != "The Hague" else set()
    others |= ALTERNATES & set(row["alternates"].split("|"))
    return {
        "name": name,
        "lon": f"{float(row['lon']):.5f}",
        "lat": f"{float(row['lat']):.5f}",
        "population": people,
        "accuracy_m": int(min(LARGEST, max(SMALLEST, radius))),
        "gemeente": row["statcode"],
        "veiligheidsregio": row["vr_code"],
        "alternates": "|".join(sorted(others)),
    }


def gemeenten(source: Path, regions: dict[str, str], taken: set[str]) -> list[dict[str, str | int]]:
    """A point inside each gemeente that no place is called after, with the radius of its area."""
    found: list[dict[str, str | int]] = []
    for feature in json.loads(source.read_text(encoding="utf-8"))["features"]:
        code = feature["properties"]["statcode"]
        name = re.sub(r" \(.*\)", "", feature["properties"]["statnaam"])
        if key(name) in taken:
            continue
        area = shape(feature["geometry"])
        point = area.representative_point()
        square_metres = area.area * 111_320**2 * math.cos(math.radians(point.y))
        radius = int(round(math.sqrt(square_metres / math.pi), -2))
        values = (name, f"{point.x:.5f}", f"{point.y:.5f}", 0, radius)
        found.append(dict(zip(COLUMNS, (*values, code, regions[code], ""), strict=True)))
    return found


def main(reference: Path) -> None:
    places = populated(reference / "reference" / "places.csv")
    regions = {
        row["gm_code"]: row["vr_code"]
        for row in rows(reference / "reference" / "gemeente_veiligheidsregio.csv")
    }
    taken = {key(str(item["name"])) for item in places}
    places += gemeenten(reference / "boundaries" / "gemeente_2025.geojson", regions, taken)
    places.sort(key=lambda item: (key(str(item["name"])), str(item["gemeente"])))
    with (DATA / "places.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(places)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
