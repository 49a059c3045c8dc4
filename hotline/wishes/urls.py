"""What can be done to a wish, each step an address. The list stands in the desks."""

from __future__ import annotations

from django.urls import path

from . import views
from .life import LIFE

app_name = "wishes"

urlpatterns = [
    path("<int:pk>/undo", views.undo, name="undo"),
    *(path(f"<int:pk>/{step}", views.step, {"step": step}, name=step) for step in LIFE.steps),
]
