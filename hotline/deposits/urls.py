"""What can be done to a draw, each step an address."""

from __future__ import annotations

from django.urls import path

from . import views
from .life import LIFE

app_name = "deposits"

urlpatterns = [
    path(f"draws/<int:pk>/{name}", views.step, {"step": name}, name=name) for name in LIFE.steps
]
