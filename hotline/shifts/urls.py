"""What can be done to a handover, each step an address. The pages stand in the leader's desk."""

from __future__ import annotations

from django.urls import path

from . import views
from .life import LIFE

app_name = "shifts"

urlpatterns = [
    path(f"handovers/<int:pk>/{step}", views.step, {"step": step}, name=step) for step in LIFE.steps
]
