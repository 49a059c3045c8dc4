"""What units say is not theirs: what waits for a leader's word, and what was ruled and binds."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from hotline.departments.life import CONTEST, Contested
from hotline.departments.models import Contest
from hotline.desks.members import acts
from hotline.desks.operator import shell
from hotline.desks.units.frame import TONES, show
from hotline.people import guards

MOST = 100


@guards.staff_only
@require_safe
def screen(request: HttpRequest) -> HttpResponse:
    """Show what waits, each with what may be done, and what was ruled or taken back."""
    person = shell.reader(request)
    rows = Contest.objects.seen_by(person).select_related(
        "unit", "bound", "opened_by", "ruled_by", "remit__service", "remit__group", "remit__area",
        "remit__lead",
    )  # fmt: skip
    waiting = rows.open().order_by("opened_at")
    given = {
        "waiting": [
            (it, acts.open_to(CONTEST, it, person, "departments:contest_")) for it in waiting[:MOST]
        ],
        "ruled": list(rows.exclude(status=Contested.OPEN).order_by("-ruled_at", "-pk")[:MOST]),
        "tone": TONES,
    }
    return show(request, "contests.html", "contests", given)
