"""Addresses of the register, and of requests to be forgotten: each step an address."""

from __future__ import annotations

from django.urls import path

from . import views
from .life import LIFE

app_name = "privacy"
urlpatterns = [
    path("", views.kept, name="kept"),
    path("ask", views.ask, name="ask"),
    path("<int:pk>/", views.erasure, name="erasure"),
    *(
        path(f"<int:pk>/{name}", views.step, {"step": name}, name=name)
        for name, step in LIFE.steps.items()
        if not step.part
    ),
]
