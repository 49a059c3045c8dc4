"""The addresses of the kit page."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "ui"

urlpatterns = [
    path("", views.kit, name="kit"),
    path("now", views.present, name="now"),
    path("options", views.options, name="options"),
    path("step", views.step, name="step"),
    path("kept", views.kept, name="kept"),
]
