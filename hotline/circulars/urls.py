"""What can be done to a circular, each step an address. The pages stand in the desk of circulars."""

from __future__ import annotations

from django.urls import path

from . import views
from .life import LIFE

app_name = "circulars"

urlpatterns = [
    path("draft", views.draft, name="draft"),
    *(
        path(f"<int:pk>/{name}", views.step, {"step": name}, name=f"circular_{name}")
        for name in LIFE.steps
    ),
]
