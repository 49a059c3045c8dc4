"""The house's addresses and the floor of finding a case: one row by its key, behind the same door, middleware and guard."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

from hotline.cases.models import Case
from hotline.people.guards import staff_only
from hotline.site.urls import handler400, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler404", "handler500", "urlpatterns"]


@staff_only
def one_row(request: HttpRequest, pk: int) -> HttpResponse:
    """Return a case's serial number and nothing around it."""
    return HttpResponse(str(Case.objects.values_list("serial", flat=True).get(pk=pk)))


urlpatterns = [*urlpatterns, path("bench/case/<int:pk>", one_row)]
