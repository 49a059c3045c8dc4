"""What can be done to a month, an objection and an exclusion, each step an address. The pages stand in the desk of scores."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.http import HttpResponse
from django.urls import URLPattern, path

from hotline.life.steps import Life
from hotline.people.roles import Role

from . import views
from .life import EXCLUSION, LIFE, OBJECTION

app_name = "assessment"


def _steps(root: str, life: Life, view: Callable[..., HttpResponse]) -> Iterator[URLPattern]:
    for name, step in life.steps.items():
        if step.by != Role.CLOCK:
            yield path(f"{root}/<int:pk>/{name}", view, {"step": name}, name=f"{life.kind}_{name}")


urlpatterns = [
    path("begin", views.begin, name="begin"),
    path("weights/set_weight", views.set_weight, name="set_weight"),
    path("standings/<int:pk>/object_to", views.object_to, name="object_to"),
    path("standings/<int:pk>/exclude", views.exclude, name="exclude"),
    *_steps("months", LIFE, views.month_step),
    *_steps("objections", OBJECTION, views.objection_step),
    *_steps("exclusions", EXCLUSION, views.exclusion_step),
]
