"""What can be done about a storm, each step an address."""

from __future__ import annotations

from django.urls import path

from . import views
from .life import LIFE

app_name = "timelimits"

urlpatterns = [
    path(f"<int:pk>/{name}", views.step, {"step": name}, name=name) for name in LIFE.steps
]
