"""The addresses of the desk of members."""

from __future__ import annotations

from django.urls import path

from .views import admission, papers, providers, services, workers

app_name = "members"

urlpatterns = [
    path("", providers.screen, name="providers"),
    path("ending/", papers.ending, name="ending"),
    path("new/", admission.new, name="new"),
    path("new/apply", admission.apply, name="apply"),
    path("<int:pk>/", providers.one, name="provider"),
    path("<int:pk>/describe", admission.describe, name="describe"),
    path("<int:pk>/services/", services.services, name="services"),
    path("<int:pk>/serve", services.serve, name="serve"),
    path("<int:pk>/stop_serving", services.stop_serving, name="stop_serving"),
    path("<int:pk>/papers/", papers.papers, name="papers"),
    path("<int:pk>/add_paper", papers.add_paper, name="add_paper"),
    path("<int:pk>/withdraw_paper", papers.withdraw_paper, name="withdraw_paper"),
    path("<int:pk>/members/", workers.workers, name="workers"),
    path("<int:pk>/take_on", workers.take_on, name="take_on"),
    path("members/<int:pk>/", workers.worker, name="worker"),
    path("members/<int:pk>/face", workers.face, name="face"),
    path("members/<int:pk>/show_face", workers.show_face, name="show_face"),
    path("members/<int:pk>/answer_offers", workers.answer_offers, name="answer_offers"),
    path("members/<int:pk>/let_go", workers.let_go, name="let_go"),
    path("members/<int:pk>/add_paper", papers.add_workers_paper, name="add_workers_paper"),
    path(
        "members/<int:pk>/withdraw_paper",
        papers.withdraw_workers_paper,
        name="withdraw_workers_paper",
    ),
]
