"""Addresses of the provider's page."""

from django.urls import path

from .views import complaints, deposit, disputes, jobs, league, prices, training
from .views import bulletins, figures, jobs, more
from .views import deposit, disputes, jobs, prices

urlpatterns = [
    path("", jobs.jobs, name="jobs"),
    path("ticket", jobs.jobs_ticket, name="jobs-ticket"),
    path("more/", more.screen, name="provider-more"),
    path("figures/", figures.screen, name="provider-figures"),
    path("figures/<slug:figure>", figures.jobs, name="provider-figure"),
    path("bulletins/", bulletins.screen, name="provider-bulletins"),
    path("bulletins/<int:pk>/", bulletins.one, name="provider-bulletin"),
    path("prices/", prices.prices, name="prices"),
    path("prices/propose", prices.propose, name="price-propose"),
    path("deposit/", deposit.deposit, name="deposit"),
    path("disputes/", disputes.disputes, name="disputes"),
    path("disputes/<int:pk>/", disputes.dispute, name="dispute"),
    path("training", training.mine, name="my-training"),
    path("league", league.mine, name="my-league"),
    path("<int:pk>/", jobs.job, name="job"),
    path("<int:pk>/ticket", jobs.job_ticket),
    path("<int:pk>/photos", jobs.photograph, name="job-photos"),
    path("<int:pk>/<slug:step>", jobs.step, name="job-step"),
    path("complaints/", complaints.screen, name="provider-complaints"),
    path("complaints/ticket", complaints.news, name="provider-complaints-ticket"),
    path("complaints/<int:pk>/", complaints.one, name="provider-complaint"),
    path(
        "complaints/<int:pk>/answer",
        complaints.complaint_step,
        {"step": "answer"},
        name="provider-answer",
    ),
    path("cards/<int:pk>/appeal", complaints.card_step, {"step": "appeal"}, name="provider-appeal"),
    path(
        "rectifications/<int:pk>/hand_in",
        complaints.rectification_step,
        {"step": "hand_in"},
        name="provider-hand-in",
    ),
    path("t/<str:token>/", jobs.job_by_link, name="job-link"),
    path("t/<str:token>/ticket", jobs.ticket_by_link, name="job-link-ticket"),
    path("t/<str:token>/photos", jobs.photograph_by_link, name="job-link-photos"),
    path("t/<str:token>/papers/<int:pk>", jobs.photo_by_link, name="job-link-photo"),
    path("t/<str:token>/<slug:step>", jobs.step_by_link, name="job-link-step"),
]
