"""The addresses of the desk of members."""

from __future__ import annotations

from django.urls import path

from .views import (
    admission,
    bulletins,
    deposits,
    disputes,
    filings,
    papers,
    prices,
    providers,
    services,
    workers,
)

app_name = "members"

urlpatterns = [
    path("", providers.screen, name="providers"),
    path("bulletins/", bulletins.screen, name="bulletins"),
    path("bulletins/<int:pk>/", bulletins.one, name="bulletin"),
    path("filings/", filings.screen, name="filings"),
    path("filings/<int:pk>/", filings.one, name="filing"),
    path("filings/<int:pk>/photo", filings.photo, name="filing_photo"),
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
    path("prices/", prices.waiting, name="prices"),
    path("<int:pk>/prices/", prices.one, name="price_list"),
    path("<int:pk>/prices/propose", prices.propose, name="propose"),
    path("deposits/", deposits.screen, name="deposits"),
    path("<int:pk>/deposit/", deposits.one, name="deposit"),
    path("<int:pk>/deposit/agree_deposit", deposits.agree_deposit, name="agree_deposit"),
    path("<int:pk>/deposit/pay_in", deposits.pay_in, name="pay_in"),
    path("<int:pk>/deposit/ask_draw", deposits.ask_draw, name="ask_draw"),
    path("vouchers/<int:pk>/reverse", deposits.reverse, name="reverse"),
    path("disputes/", disputes.screen, name="disputes"),
    path("disputes/<int:pk>/", disputes.one, name="dispute"),
    path("disputes/<int:pk>/add_evidence", disputes.add_evidence, name="add_evidence"),
    path("dispatches/<int:pk>/open_dispute", disputes.open_dispute, name="open_dispute"),
]
