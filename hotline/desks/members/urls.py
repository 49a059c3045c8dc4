"""The addresses of the desk of members."""

from __future__ import annotations

from django.urls import path

from .views import complaints, providers

app_name = "members"

urlpatterns = [
    path("", providers.screen, name="providers"),
    path("<int:pk>/", providers.one, name="provider"),
    path("complaints/", complaints.screen, name="complaints"),
    path("complaints/<int:pk>/", complaints.one, name="complaint"),
    path("complaints/<int:pk>/add_evidence", complaints.add_evidence, name="add_evidence"),
    path("<int:pk>/cards/", complaints.cards, name="cards"),
    path("<int:pk>/complain", complaints.complain, name="complain"),
]
