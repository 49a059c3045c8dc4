"""What can be done to a call-back, each step an address. The pages stand in the desks."""

from __future__ import annotations

from django.urls import path

from . import views
from .life import LIFE

app_name = "followups"

urlpatterns = [
    path("<int:pk>/ask", views.ask, name="ask"),
    path("<int:pk>/miss", views.miss, name="miss"),
    *(
        path(f"<int:pk>/{step}", views.step, {"step": step}, name=step)
        for step in LIFE.steps
        if step != "ask"
    ),
]
