"""Where somebody stood, as his telephone tells it: read, rounded, and how a map is asked to show it. Pure.

A place is kept to three places of a degree, a hundred metres in latitude and less in longitude: enough to see whether
somebody was in the street, too little to tell the door. Addresses and places are shown by `geo:` (RFC 5870), which every
telephone's own map opens: no page of ours names another host.
"""

from __future__ import annotations

import re
from urllib.parse import quote

PLACES = 3
"""Places of a degree that are kept."""
_PLACE = re.compile(r"(-?\d{1,3}(?:\.\d{1,12})?),(-?\d{1,3}(?:\.\d{1,12})?)", re.ASCII)


def rounded(told: str) -> str:
    """Return "28.012,120.655" for a latitude and longitude in degrees; empty for what is no place on earth."""
    found = _PLACE.fullmatch(told.strip())
    if found is None:
        return ""
    latitude, longitude = float(found[1]), float(found[2])
    if abs(latitude) > 90 or abs(longitude) > 180:
        return ""
    return f"{latitude:.{PLACES}f},{longitude:.{PLACES}f}"


def map_of(place: str) -> str:
    """Return what opens a map at a place."""
    return f"geo:{place}"


def way_to(address: str) -> str:
    """Return what opens a map at a written address."""
    return f"geo:0,0?q={quote(address)}"
