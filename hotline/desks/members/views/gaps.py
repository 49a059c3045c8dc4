"""Where to look for providers: services, towns and parts of the day in which too few come, each figure with its cases."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from hotline.desks.members.frame import show
from hotline.desks.operator import shell
from hotline.gaps.counting import Part, Sign, Spot
from hotline.gaps.queries import Lacking
from hotline.life.keys import row_key
from hotline.people import guards
from hotline.rules import queries as rules

MOST = 200


@guards.staff_only
@require_safe
def screen(request: HttpRequest) -> HttpResponse:
    """Show where providers are lacking."""
    lacking = Lacking(shell.reader(request))
    book = rules.book()
    given = {
        "lacking": lacking,
        "gaps": lacking.gaps[:MOST],
        "signs": list(Sign),
        "days": book["lack_days"],
        "least": book["lack_least_providers"],
    }
    return show(request, "gaps.html", "gaps", given)


@guards.staff_only
@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """Show the cases behind a figure; what names no spot shows none."""
    lacking, asked = Lacking(shell.reader(request)), request.GET
    part, sign, town = asked.get("part", ""), asked.get("sign", ""), row_key(asked.get("town"))
    spot = None
    if part in Part.values and town is not None:
        spot = Spot(asked.get("service", "")[:8], town, Part(part))
    told = Sign(sign) if sign in Sign.values else None
    given = {
        "lacking": lacking,
        "spot": spot,
        "sign": told,
        "rows": lacking.cases(spot, told)[:MOST] if spot else [],
    }
    return show(request, "gap_cases.html", "gaps", given)
