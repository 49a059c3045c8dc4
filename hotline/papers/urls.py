"""Addresses of papers: those of a case, one of them, its preview, the whole of it, and each step."""

from __future__ import annotations

from django.urls import path

from . import views
from .life import LIFE

app_name = "papers"

urlpatterns = [
    path("of/<int:pk>/", views.listed, name="of_case"),
    path("of/<int:pk>/add", views.add, name="add"),
    path("<int:pk>/", views.page, name="page"),
    path("<int:pk>/preview", views.preview, name="preview"),
    path("<int:pk>/file", views.file, name="file"),
    path("<int:pk>/undo", views.undo, name="undo"),
    *(path(f"<int:pk>/{step}", views.step, {"step": step}, name=step) for step in LIFE.steps),
]
