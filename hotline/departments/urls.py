"""What can be done with units, remits and contests, each an address. The pages stand in the desk of units."""

from __future__ import annotations

from django.urls import path

from . import views
from .life import CONTEST, LIFE

app_name = "departments"

urlpatterns = [
    path("remits/<int:pk>/contest", views.contest, name="contest"),
    *(
        path(f"<int:pk>/{name}", views.step, {"step": name}, name=name)
        for name, step in LIFE.steps.items()
        if not step.part
    ),
    *(
        path(
            f"contests/<int:pk>/{name}",
            views.contest_step,
            {"step": name},
            name=f"contest_{name}",
        )
        for name, step in CONTEST.steps.items()
        if not step.part
    ),
]
