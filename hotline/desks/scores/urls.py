"""The addresses of the desk of scores."""

from __future__ import annotations

from django.urls import path

from .views import months, standings

app_name = "scores"

urlpatterns = [
    path("", months.screen, name="months"),
    path("months/<int:pk>/", months.one, name="month"),
    path("weights/", months.weights, name="weights"),
    path("standings/<int:pk>/", standings.one, name="standing"),
    path("standings/<int:pk>/cases", standings.cases, name="cases"),
]
