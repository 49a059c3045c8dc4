"""What can be done to a price, each step an address."""

from __future__ import annotations

from django.urls import path

from . import views
from .life import LIFE

app_name = "pricelists"

urlpatterns = [
    path(f"<int:pk>/{name}", views.step, {"step": name}, name=name) for name in LIFE.steps
]
