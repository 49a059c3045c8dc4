"""How a worker's own provider stands: its figures, its place in the league, its published appraisals.

Of others it shows only what the line decides: the short names of the first few places; of the rest the place alone.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hotline.desks.provider.frame import around, member_of, worker
from hotline.league import queries
from hotline.league.table import Row
from hotline.people.guards import role_required
from hotline.people.roles import Role
from hotline.rules import queries as rules

MOST = 300


@role_required(Role.PROVIDER)
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Show a signed-in worker where his provider stands."""
    member = member_of(request)
    own = member.provider_id
    window = queries.last_days()
    rows = queries.league(window)
    found = list(queries.appraisals(worker(request)))
    given = {
        "window": window,
        "terms": queries.terms(),
        "own": next((row for row in rows if row.figures.provider == own), None),
        "places": _told(rows, own, rules.book()["league_named_most"]),
        "appraisals": found,
        "words": queries.words(found),
    }
    return render(request, "provider/league.html", given | around(member, "league"))


def _told(rows: list[Row], own: int, named: int) -> list[tuple[Row, str, bool]]:
    """Return each ranked line with the name that may be told, and whether it is one's own."""
    return [
        (row, row.figures.name if is_own or row.rank <= named else "", is_own)
        for row in rows[:MOST]
        if row.rank is not None
        for is_own in (row.figures.provider == own,)
    ]
