"""Addresses of links to units' people; none of them asks anybody to sign in."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "notices"
urlpatterns = [
    path("t/<str:token>/", views.page, name="link"),
    path("t/<str:token>/sign", views.sign, name="sign"),
]
