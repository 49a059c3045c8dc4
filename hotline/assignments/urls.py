"""What the line's own people can do to an assignment and to a plea, each step an address. The pages stand in the desks."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.http import HttpResponse
from django.urls import URLPattern, path

from hotline.life.steps import Life
from hotline.people.roles import Role

from . import views
from .life import LIFE, PLEA

app_name = "assignments"


def _steps(root: str, life: Life, view: Callable[..., HttpResponse]) -> Iterator[URLPattern]:
    for name, step in life.steps.items():
        if not step.part and step.by != Role.CLOCK:
            yield path(f"{root}/<int:pk>/{name}", view, {"step": name}, name=f"{life.kind}_{name}")


urlpatterns = [
    *_steps("assignments", LIFE, views.step),
    *_steps("pleas", PLEA, views.plea_step),
]
