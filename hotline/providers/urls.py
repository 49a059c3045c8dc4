"""What can be done to a provider, each step an address. The pages stand in the desk of members."""

from __future__ import annotations

from django.urls import path

from . import views
from .life import LIFE

app_name = "providers"

urlpatterns = [
    path(f"<int:pk>/{name}", views.step, {"step": name}, name=name)
    for name, step in LIFE.steps.items()
    if not step.part
]
