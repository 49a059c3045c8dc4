"""How loud a recording is, and when: a row of peaks for each side, and the bars that are drawn of them. Pure."""

from __future__ import annotations

from array import array

PEAKS = 110
"""How many peaks a side has, whether a call took a minute or an hour."""
WIDTH, HEIGHT = 220, 20
"""What the bars are drawn in: two units for each, the middle between the sides at half the height."""


def peaks(samples: array[int], *, of: int | None = None, count: int = PEAKS) -> bytes:
    """Return how loud each of *count* equal parts of a recording is at most, 0 to 255.

    *of* is how many samples the longer side has: sides drawn together are cut in the same places.
    """
    length = len(samples) if of is None else max(of, len(samples))
    cuts = [length * n // count for n in range(count + 1)]
    return bytes(_peak(samples[cuts[n] : cuts[n + 1]]) for n in range(count))


def _peak(part: array[int]) -> int:
    return min(255, max(max(part), -min(part)) >> 7) if part else 0


def bars(loud: bytes, *, up: bool) -> str:
    """Return the path of an SVG drawing: a bar for each peak, up or down from the middle; none where there is silence.

    The ear hears a tenth as a half: the root of the peak is drawn.
    """
    reach, sign = HEIGHT / 2 - 1, "-" if up else ""
    step = WIDTH / PEAKS
    return "".join(
        f"M{step * (n + 0.5):g} {HEIGHT // 2}v{sign}{max(1, round(reach * (peak / 255) ** 0.5))}"
        for n, peak in enumerate(loud)
        if peak
    )
