"""What somebody's units answer for, since when; where they say that something is not theirs; and what was ruled."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hotline.departments import queries as departments
from hotline.departments.forms import ContestForm
from hotline.departments.life import CONTEST, RULED, Contested
from hotline.departments.models import Contest, Remit
from hotline.desks.department.frame import clerk, show, units_only
from hotline.desks.department.story import whom
from hotline.desks.members import acts

PAGE = 50
MOST = 100
TONES = {Contested.OPEN: "soon", Contested.UPHELD: "late", Contested.MOVED: "ok"}


@units_only
@require_safe
def screen(request: HttpRequest) -> HttpResponse:
    """Show the remits, and the contests about them."""
    person = clerk(request)
    mine = departments.units_of(person)
    contests = list(departments.contests_of(person)[:MOST])
    page = Paginator(departments.remits_of(person), PAGE).get_page(request.GET.get("page"))
    given: dict[str, Any] = {
        "title": _("职责"),
        "page": page,
        "rows": [(one, *_contested(one, contests, mine)) for one in page],
        "contests": [
            (one, whom(one.opened_by), acts.open_to(CONTEST, one, person, "departments:contest_"))
            for one in contests
        ],
        "tone": TONES,
    }
    return show(request, "remits.html", "remits", given)


def _contested(
    remit: Remit, contests: list[Contest], mine: set[int]
) -> tuple[bool, Contest | None, ContestForm | None]:
    """Say of a remit whether a unit leads it, what was ruled or waits; and give the form, where there is neither."""
    about = [
        one
        for one in contests
        if (one.remit_id == remit.pk and one.status == Contested.OPEN)
        or (
            one.remit_id in (remit.pk, remit.follows_id)
            and one.status in RULED
            and one.bound_id == remit.lead_id
        )
    ]
    leads = remit.lead_id in mine
    free = leads and not about
    form = ContestForm(auto_id=f"contest-{remit.pk}-%s") if free else None
    return leads, about[0] if about else None, form
