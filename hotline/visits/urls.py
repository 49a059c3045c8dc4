"""What can be done with visits and tasks, each an address. The pages stand in the desk of members."""

from __future__ import annotations

from django.urls import path

from . import views
from .life import LIFE, TASKS

app_name = "visits"

urlpatterns = [
    path("of/providers/<int:pk>/plan", views.plan, name="plan"),
    path("<int:pk>/set_task", views.set_task, name="set_task"),
    path("tasks/<int:pk>/hand_on", views.hand_on, name="hand_on"),
    *(
        path(f"<int:pk>/{name}", views.step, {"step": name}, name=name)
        for name, step in LIFE.steps.items()
        if not step.part
    ),
    *(
        path(f"tasks/<int:pk>/{name}", views.task_step, {"step": name}, name=f"task_{name}")
        for name, step in TASKS.steps.items()
        if not step.part
    ),
]
