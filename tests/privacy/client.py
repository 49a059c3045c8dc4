"""A client of its own process, for the test of changing keys under load: takes numbers down and finds them, until told to stop.

Run as `python -m tests.privacy.client NAME STOP_FILE`; prints how often it looked, and every number it did not find.
"""

from __future__ import annotations

import sys
from pathlib import Path

import django


def main(name: str, stop: Path) -> int:
    """Work until the file is there; return how many faults there were."""
    django.setup()
    from hotline.callers import actions as callers
    from hotline.callers import queries
    from hotline.callers.numbers import read
    from hotline.people.queries import the_clock

    looked, faults, turn = 0, 0, 0
    known = {}
    while not stop.exists():
        turn += 1
        shared = read(f"1390000{turn % 10_000:04d}")  # the other client takes the same one down
        own = read(f"13{name}0{turn % 1_000_000:07d}")
        for number in (shared, own):
            known[number.text] = (
                number,
                callers.take_down(number=number, name="N", by=the_clock()).pk,
            )
        for number, pk in list(known.values())[-20:] + [known[k] for k in list(known)[:10]]:
            looked += 1
            found = queries.find_by_number(number)
            if found is None or found.pk != pk or found.opened("name") != "N":
                faults += 1
                sys.stdout.write(f"turn {turn}: {number} {pk} is {found}\n")
    sys.stdout.write(f"looked {looked}\n")
    return faults


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
