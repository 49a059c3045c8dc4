"""The addresses of the desk of members."""

from __future__ import annotations

from django.urls import path

from .views import deposits, disputes, prices, providers

app_name = "members"

urlpatterns = [
    path("", providers.screen, name="providers"),
    path("<int:pk>/", providers.one, name="provider"),
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
