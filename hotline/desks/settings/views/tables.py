"""Tables in and out: a file is brought, looked through line by line, then written whole or not at all; a table is taken."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hotline.desks.settings import actions, tables
from hotline.desks.settings.forms import ExportForm, UploadForm
from hotline.desks.settings.frame import reader, show
from hotline.exchanges import actions as exchanges
from hotline.exchanges.models import Direction, Exchange
from hotline.life.door import done, key_of
from hotline.life.once import once
from hotline.people import guards
from hotline.people.roles import RIGHTS
from hotline.sheets import reading
from hotline.sheets.columns import fit
from hotline.sheets.dry_run import Verdict
from hotline.sheets.lines import Unreadable
from hotline.sheets.writing import MIME
from hotline.today import today

LATEST = 20
LINES_SHOWN = 500
"""Of lines that stay as they are and of those to be written; every wrong one is shown."""
BRINGS = RIGHTS["upload"] & RIGHTS["manage_catalogue"]


@guards.role_required(BRINGS | RIGHTS["export"])
@require_safe
def tables_page(request: HttpRequest) -> HttpResponse:
    """Show where tables are brought and taken, and the latest that were."""
    return _page(request, UploadForm(initial={"what": request.GET.get("what", "catalogue")}))


@guards.role_required(BRINGS)
@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Keep a file that was brought, and go to what it would do."""
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=422)
    given, file = form.cleaned_data, form.cleaned_data["file"]
    content = file.read()
    try:
        table = reading.read(content)
        fit(table.head, tables.KINDS[given["what"]].columns)
    except Unreadable as why:
        form.add_error("file", str(why))
        return _page(request, form, status=422)

    def act() -> str:
        kept = exchanges.upload(
            given["what"],
            name=file.name or "",
            content=content,
            lines=len(table.lines),
            start_on=given["start_on"],
            by=reader(request),
        )
        return str(kept.pk)

    return redirect("settings:table", pk=int(once(reader(request), key_of(request), act)))


@guards.right("export")
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """Give a table out as a file, and put on record who took it."""
    form = ExportForm(request.POST)
    if not form.is_valid():
        return redirect("settings:tables")
    kind, file_form = tables.KINDS[form.cleaned_data["what"]], form.cleaned_data["form"]
    name = f"{kind.name}-{today():%Y%m%d}.{file_form.value}"
    content, lines = tables.made(kind, file_form)

    def act() -> str:
        exchanges.export(kind.name, name=name, content=content, lines=lines, by=reader(request))
        return name

    once(reader(request), key_of(request), act)
    response = HttpResponse(content, content_type=MIME[file_form])
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


@guards.role_required(BRINGS)
@require_safe
def table(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a table would do, line by line; or, when it was written, what it did."""
    kept = _brought(request, pk)
    kind = tables.KINDS[kept.what]
    given = {"exchange": kept, "kind": kind, "verdicts": Verdict, "back": reverse(kind.page)}
    if kept.written_at is not None:
        return show(request, "written.html", "tables", given | {"lines": kept.told[:LINES_SHOWN]})
    if not kept.content:
        return show(request, "gone.html", "tables", given)
    run = tables.judged(kept)
    order = list(Verdict)
    lines = sorted(run.lines, key=lambda line: (order.index(line.verdict), line.number))
    wrong = run.counts[Verdict.WRONG]
    shown = lines[: wrong + LINES_SHOWN]
    return show(
        request,
        "dry_run.html",
        "tables",
        given | {"run": run, "counts": run.counts, "lines": shown, "more": len(lines) - len(shown)},
    )


@guards.role_required(BRINGS)
@require_POST
def write_table(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a table that was looked through, whole."""
    kept = _brought(request, pk)
    seal = request.POST.get("seal", "")
    return done(
        request,
        lambda: actions.write_table(kept, seal=seal, by=reader(request)),
        _("已全部写入"),
        to=reverse("settings:table", args=[pk]),
    )


def _brought(request: HttpRequest, pk: int) -> Exchange:
    rows = Exchange.objects.seen_by(reader(request)).filter(direction=Direction.IN)
    return get_object_or_404(rows, pk=pk)


def _page(request: HttpRequest, form: UploadForm, *, status: int = 200) -> HttpResponse:
    person = reader(request)
    rows = Exchange.objects.seen_by(person).select_related("by").defer("content", "told")
    given = {
        "form": form,
        "export_form": ExportForm(initial={"what": form["what"].value()}),
        "latest": rows.order_by("-at")[:LATEST],
        "kinds": tables.KINDS,
        "elsewhere": tables.ELSEWHERE,
        "may_bring": bool(person.role & BRINGS),
        "may_take": person.may("export"),
        "into": Direction.IN,
    }
    return show(request, "tables.html", "tables", given, status=status)
