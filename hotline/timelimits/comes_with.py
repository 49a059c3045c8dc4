"""The official calendars that come with the house: facts of the State Council's notices, a file for each year.

They are taken in like any other table, after somebody has looked at what they would do.
"""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent / "data"


def years() -> list[int]:
    """Return the years of which there is a file, the latest first."""
    return sorted(
        (int(path.stem.removeprefix("holidays-")) for path in FOLDER.glob("*.csv")), reverse=True
    )


def content(year: int) -> bytes:
    """Return the file of a year; FileNotFoundError where there is none."""
    return (FOLDER / f"holidays-{int(year)}.csv").read_bytes()
