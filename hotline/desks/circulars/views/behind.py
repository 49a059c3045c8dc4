"""What is behind a figure of a circular: of the line its cases, call-backs and assignments, of a unit its assignments; page by page."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from hotline.assessment.measures import FEWER_IS_BETTER, Measure
from hotline.cases.models import Kind
from hotline.circulars import behind as kept
from hotline.circulars.models import Circular
from hotline.desks.circulars.frame import READS, show
from hotline.desks.operator import shell
from hotline.life.keys import row_key
from hotline.people import guards
from hotline.people.models import Person
from hotline.people.roles import STAFF

PAGE = 50
TITLES = {
    "taken": _("受理工单"), "closed": _("办结工单"), "outside": _("目录外需求"), "concluded": _("按时办结率"),
    "called_back": _("有效回访率"), "solved": _("解决率"), "satisfied": _("满意率"),
}  # fmt: skip
"""The figures of the line, as the circular names them."""
OF_UNIT = {
    "": _("到期的交办件"), "sent": _("本期交办的件"), "back": _("反馈被退回的件"),
    "late": _("取数时超时未反馈的件"), **{one.value: one.label for one in Measure},
}  # fmt: skip


@guards.role_required(READS)
@require_safe
def screen(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a figure counts, by the keys that were kept; how each stands now."""
    person = shell.reader(request)
    circular: Circular = get_object_or_404(Circular.objects.seen_by(person), pk=pk)
    unit = row_key(request.GET.get("unit"))
    staff = bool(person.role & STAFF)
    if unit is not None:
        template, given = "behind_unit.html", _unit(request, circular, person, unit)
    elif staff:
        template, given = _line(request, circular, person)
    else:
        raise Http404
    rows = given.pop("rows")
    query = request.GET.copy()
    query.pop("page", None)
    given |= {
        "circular": circular,
        "staff": staff,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "turn": f"?{query.urlencode()}&page={{}}",
    }
    return show(request, template, given)


def _unit(request: HttpRequest, circular: Circular, person: Person, unit: int) -> dict[str, Any]:
    what = request.GET.get("measure", "")
    one = next((it for it in circular.counted.units if it.unit == unit), None)
    if one is None or what not in OF_UNIT:
        raise Http404
    found = kept.of_unit(circular, person, unit, what)
    return {
        "title": f"{one.name} · {OF_UNIT[what]}",
        "many": False,
        "rows": found.rows,
        "counted": found.counted,
        "fewer": what in FEWER_IS_BETTER,
    }


def _line(request: HttpRequest, circular: Circular, person: Person) -> tuple[str, dict[str, Any]]:
    """Return what a figure of the line opens into: assignments, call-backs, else cases."""
    of = request.GET.get("of", "taken")
    if of not in TITLES:
        raise Http404
    given: dict[str, Any] = {"title": TITLES[of], "many": True, "fewer": False}
    if of == "concluded":
        assigned = kept.concluded(circular, person)
        return "behind_unit.html", given | {"rows": assigned.rows, "counted": assigned.counted}
    if of in kept.ASKED:
        asked = kept.call_backs(circular, person, of)
        return "behind_asked.html", given | {"rows": asked.rows, "counted": asked.counted}
    kind, service = request.GET.get("kind", ""), row_key(request.GET.get("service"))
    if kind in Kind.values:
        of, key, given["title"] = "kind", kind, Kind(kind).label
    elif service is not None:
        named = (it.name for it in circular.counted.services if it.key == str(service))
        of, key, given["title"] = "service", str(service), next(named, TITLES[of])
    else:
        key = ""
    return "behind_line.html", given | {"rows": kept.cases(circular, person, of, key)}
