"""A circular on paper: the page that a browser prints, the PDF, the Word file. Who takes a file away is put on record."""

from __future__ import annotations

from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_POST, require_safe

from hotline.circulars import actions, document
from hotline.circulars.document import Document
from hotline.circulars.models import Circular
from hotline.desks.circulars import printing
from hotline.desks.circulars import word as words
from hotline.desks.circulars.frame import READS
from hotline.desks.operator import shell
from hotline.life import door as life
from hotline.life.once import once
from hotline.people import guards

PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@guards.role_required(READS)
@require_safe
def printed(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a circular as it is printed, its headings in the reader's language."""
    circular = _seen(request, pk)
    given = {"back": reverse("circular:one", args=[pk])}
    return HttpResponse(printing.html(document.build(circular), sheet=True, **given))


@guards.role_required(READS)
@require_POST
def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a circular out as a PDF, and put on record who took it; say so where this machine cannot make one."""
    circular = _seen(request, pk)
    try:
        made = printing.pdf(_document(circular))
    except printing.NoPrinter:
        given = {"circular": circular, "packages": printing.PACKAGES}
        return render(request, "circulars/no_printer.html", given, status=503)
    return _file(request, circular, made, "pdf", PDF)


@guards.role_required(READS)
@require_POST
def word(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a circular out as a Word file, and put on record who took it."""
    circular = _seen(request, pk)
    return _file(request, circular, words.write(_document(circular)), "docx", WORD)


def _seen(request: HttpRequest, pk: int) -> Circular:
    rows = Circular.objects.seen_by(shell.reader(request))
    found: Circular = get_object_or_404(rows, pk=pk)
    return found


def _document(circular: Circular) -> Document:
    """Return a circular in the line's own language: a file says the same to everybody."""
    with translation.override(settings.LANGUAGE_CODE):
        return document.build(circular)


def _file(
    request: HttpRequest, circular: Circular, content: bytes, form: str, kind: str
) -> HttpResponse:
    by = shell.reader(request)

    def act() -> str:
        actions.take_out(circular, form=form, by=by)
        return form

    once(by, life.key_of(request), act)
    response = HttpResponse(content, content_type=kind)
    name = f"{circular.title}.{form}"
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
