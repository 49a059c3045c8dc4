"""What a browser says of itself, in words that its owner knows it by. Only read, never believed."""

from __future__ import annotations

import re

# The first that fits: browsers name those they are like before themselves.
BROWSERS = (
    (r"MicroMessenger/", "WeChat"),
    (r"Edg(?:e|A|iOS)?/", "Edge"),
    (r"(?:Firefox|FxiOS)/", "Firefox"),
    (r"(?:Chrome|CriOS)/", "Chrome"),
    (r"Version/\S+ .*Safari/", "Safari"),
)
SYSTEMS = (
    (r"HarmonyOS|OpenHarmony", "HarmonyOS"),
    (r"Android", "Android"),
    (r"iPhone", "iPhone"),
    (r"iPad", "iPad"),
    (r"Windows", "Windows"),
    (r"Macintosh|Mac OS X", "Mac"),
    (r"Linux|X11", "Linux"),
)


def named(agent: str) -> str:
    """Return “Chrome · Windows”; what is not known is left out."""
    return " · ".join(word for word in (_first(BROWSERS, agent), _first(SYSTEMS, agent)) if word)


def _first(known: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((word for sign, word in known if re.search(sign, agent)), "")
