"""What can be done to a complaint, a card and a rectification, each step an address. The pages stand in the desks."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.http import HttpResponse
from django.urls import URLPattern, path

from hotline.life.steps import Life
from hotline.people.roles import Role

from . import views
from .life import CARD, COMPLAINT, RECTIFICATION

app_name = "discipline"


def _steps(root: str, life: Life, view: Callable[..., HttpResponse]) -> Iterator[URLPattern]:
    for name, step in life.steps.items():
        if not step.part and step.by != Role.CLOCK:
            yield path(f"{root}/<int:pk>/{name}", view, {"step": name}, name=f"{life.kind}_{name}")


urlpatterns = [
    *_steps("complaints", COMPLAINT, views.complaint_step),
    *_steps("cards", CARD, views.card_step),
    *_steps("rectifications", RECTIFICATION, views.rectification_step),
]
