"""The addresses of the desk of members."""

from __future__ import annotations

from django.urls import path

from .views import providers

app_name = "members"

urlpatterns = [
    path("", providers.screen, name="providers"),
    path("<int:pk>/", providers.one, name="provider"),
]
