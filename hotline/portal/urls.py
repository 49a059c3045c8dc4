"""Addresses for citizens; none of them asks anybody to sign in."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "track"

urlpatterns = [
    path("", views.ask, name="ask"),
    path("leave", views.leave, name="leave"),
    path("l/<str:token>/", views.by_link, name="link"),
    path("case/", views.page, name="case"),
    path("case/papers/<int:pk>", views.photo, name="photo"),
    path("case/<slug:act>", views.act, name="act"),
]
