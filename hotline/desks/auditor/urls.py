"""The addresses of the auditor's desk."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "auditor"

urlpatterns = [
    path("", views.screen, name="audit"),
    path("export", views.export, name="export"),
]
