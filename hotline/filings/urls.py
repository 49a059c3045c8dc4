"""What can be done to a filing, each step an address. The pages stand in the desks of members and of the provider."""

from __future__ import annotations

from django.urls import path

from . import views
from .life import LIFE

app_name = "filings"

urlpatterns = [
    path(f"<int:pk>/{name}", views.step, {"step": name}, name=name) for name in LIFE.steps
]
