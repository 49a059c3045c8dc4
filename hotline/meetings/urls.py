"""What can be done to meetings and resolutions, each step an address. The pages stand in the desk of oversight."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.http import HttpResponse
from django.urls import URLPattern, path

from hotline.life.steps import Life

from . import views
from .life import LIFE, RESOLUTION

app_name = "meetings"


def _steps(root: str, life: Life, view: Callable[..., HttpResponse]) -> Iterator[URLPattern]:
    for name, step in life.steps.items():
        if not step.part:
            yield path(f"{root}<int:pk>/{name}", view, {"step": name}, name=f"{life.kind}_{name}")


urlpatterns = [
    path("meetings/call_meeting", views.call_meeting, name="call_meeting"),
    path("meetings/<int:pk>/take_up", views.take_up, name="take_up"),
    path("meetings/<int:pk>/take_up_case", views.take_up_case, name="take_up_case"),
    path("meetings/<int:pk>/resolve", views.resolve, name="resolve"),
    *_steps("meetings/", LIFE, views.meeting_step),
    *_steps("resolutions/", RESOLUTION, views.resolution_step),
]
