"""The addresses of the desk of members."""

from __future__ import annotations

from django.urls import path

from .views import bulletins, providers

app_name = "members"

urlpatterns = [
    path("", providers.screen, name="providers"),
    path("bulletins/", bulletins.screen, name="bulletins"),
    path("bulletins/<int:pk>/", bulletins.one, name="bulletin"),
    path("<int:pk>/", providers.one, name="provider"),
]
