"""What the line's own people can do to a dispatch, each step an address."""

from __future__ import annotations

from django.urls import path

from . import views
from .life import LIFE

app_name = "dispatch"

urlpatterns = [
    path("<int:pk>/call", views.call, name="call"),
    *(path(f"<int:pk>/{step}", views.step, {"step": step}, name=step) for step in LIFE.steps),
]
