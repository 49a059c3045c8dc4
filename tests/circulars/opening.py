"""Opens every figure of a circular that can be opened, and holds the list behind it to what the figure says."""

from __future__ import annotations

from hotline.circulars import behind, document
from hotline.circulars.models import Circular
from hotline.people.models import Person

LINE = {"taken", "closed", "outside", "concluded", "called_back", "solved", "satisfied", "kind", "service"}  # fmt: skip
UNIT = {"", "sent", "back", "late", "signed"}


def opened(circular: Circular, ref: document.Ref, person: Person) -> tuple[int, int]:
    """Return how many rows a cell opens into, and how many of them count."""
    match ref:
        case ("unit", unit, what):
            found = behind.of_unit(circular, person, int(unit), what)
        case ("concluded",):
            found = behind.concluded(circular, person)
        case ("called_back" | "solved" | "satisfied" as of,):
            asked = behind.call_backs(circular, person, of)
            return sum(asked.counted[it.pk] for it in asked.rows), asked.rows.count()
        case (of, *key):
            n = behind.cases(circular, person, of, *key).count()
            return n, n
        case _:
            raise AssertionError(ref)
    rows = list(found.rows)
    return sum(found.counted.get(it.pk, True) for it in rows), len(rows)


def every_figure_opens(circular: Circular, person: Person) -> set[str]:
    """Open each cell of a circular that can be opened: it says how many rows are behind it. Return which sorts there were."""
    seen = set()
    for section in document.build(circular).sections:
        for cell in (one for table in section.tables for row in table.rows for one in row):
            if not cell.ref or cell.ref[0] in ("case", "standing"):
                continue
            hits, of = opened(circular, cell.ref, person)
            said = cell.small.split("/") if cell.small else [cell.text, cell.text]
            assert [str(hits), str(of)] == said, (cell.ref, cell)
            seen.add(cell.ref[-1] if cell.ref[0] == "unit" else cell.ref[0])
    return seen
