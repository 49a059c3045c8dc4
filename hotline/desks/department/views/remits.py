"""What somebody's units answer for, since when; where they say that something is not theirs; and what was ruled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hotline.departments import queries as departments
from hotline.departments.forms import ContestForm
from hotline.departments.life import CONTEST, Contested
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
    contests = list(departments.contests_of(person)[:MOST])
    page = Paginator(departments.remits_of(person), PAGE).get_page(request.GET.get("page"))
    barred = departments.contestable(list(page), person)
    given: dict[str, Any] = {
        "title": _("职责"),
        "page": page,
        "rows": [(one, one.pk in barred, barred.get(one.pk), _form(one, barred)) for one in page],
        "contests": [
            (one, whom(one.opened_by), acts.open_to(CONTEST, one, person, "departments:contest_"))
            for one in contests
        ],
        "tone": TONES,
    }
    return show(request, "remits.html", "remits", given)


def _form(remit: Remit, barred: Mapping[int, Contest | None]) -> ContestForm | None:
    """Return the form in which the lead contests a remit, where nothing stands in the way."""
    free = remit.pk in barred and barred[remit.pk] is None
    return ContestForm(auto_id=f"contest-{remit.pk}-%s") if free else None
