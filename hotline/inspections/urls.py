"""What can be done to inspections and citations, each step an address. The pages stand in the desk of oversight."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.http import HttpResponse
from django.urls import URLPattern, path

from hotline.life.steps import Life

from . import views
from .life import CITATION, LIFE

app_name = "inspections"


def _steps(root: str, life: Life, view: Callable[..., HttpResponse]) -> Iterator[URLPattern]:
    for name, step in life.steps.items():
        if not step.part:
            yield path(f"{root}<int:pk>/{name}", view, {"step": name}, name=f"{life.kind}_{name}")


urlpatterns = [
    path("inspections/plan_inspection", views.plan_inspection, name="plan_inspection"),
    path("citations/propose", views.propose, name="propose"),
    path("inspections/<int:pk>/look_at", views.look_at, name="look_at"),
    *_steps("inspections/", LIFE, views.inspection_step),
    *_steps("citations/", CITATION, views.citation_step),
]
