"""Circles and ellipses as GeoJSON polygons, on a sphere."""

from __future__ import annotations

import math

from mlob.model import Geometry

__all__ = ["ellipse"]

METRES_PER_DEGREE = 111_195.0
"""Of latitude, on a sphere with the mean radius of the earth (6,371 km)."""
CORNERS = 64
# Meridians meet at the poles: beyond this latitude a degree of longitude has no length to divide by.
POLE = 89.9


def ellipse(lon: float, lat: float, major: float, minor: float, angle: float = 0.0) -> Geometry:
    """A polygon of 64 corners, counterclockwise (RFC 7946, 3.1.6).

    `major` and `minor` are half axes in metres; `angle` is that of the major axis, in degrees
    clockwise from north. Longitudes stay within -180 and 180, latitudes within -90 and 90.
    """
    turned = math.radians(angle)
    metres_per_lon = METRES_PER_DEGREE * math.cos(math.radians(max(-POLE, min(POLE, lat))))
    ring = []
    for corner in range(CORNERS):
        turn = -2 * math.pi * corner / CORNERS
        along, across = major * math.cos(turn), minor * math.sin(turn)
        north = along * math.cos(turned) - across * math.sin(turned)
        east = along * math.sin(turned) + across * math.cos(turned)
        ring.append(_within(lon + east / metres_per_lon, lat + north / METRES_PER_DEGREE))
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}


def _within(lon: float, lat: float) -> list[float]:
    return [round(max(-180.0, min(180.0, lon)), 6), round(max(-90.0, min(90.0, lat)), 6)]
