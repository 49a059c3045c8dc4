"""Addresses for citizens; none of them asks anybody to sign in."""

from __future__ import annotations

from django.urls import path

from .views import case, join

app_name = "track"

urlpatterns = [
    path("", case.ask, name="ask"),
    path("joining/", join.joining, name="joining"),
    path("joining/apply", join.apply, name="apply"),
    path("joining/how/", join.how_far, name="how_far"),
    path("leave", case.leave, name="leave"),
    path("l/<str:token>/", case.by_link, name="link"),
    path("case/", case.page, name="case"),
    path("case/papers/<int:pk>", case.photo, name="photo"),
    path("case/<slug:act>", case.act, name="act"),
]
