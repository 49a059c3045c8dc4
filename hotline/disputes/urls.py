"""What can be done to a dispute, each step an address."""

from __future__ import annotations

from django.urls import path

from . import views
from .life import LIFE

app_name = "disputes"

urlpatterns = [
    path(f"<int:pk>/{name}", views.step, {"step": name}, name=name)
    for name, step in LIFE.steps.items()
    if not step.part
]
