"""Addresses of the provider's page."""

from django.urls import path

from .views import bulletins, deposit, disputes, figures, jobs, more, papers, prices

urlpatterns = [
    path("", jobs.jobs, name="jobs"),
    path("ticket", jobs.jobs_ticket, name="jobs-ticket"),
    path("more/", more.screen, name="provider-more"),
    path("figures/", figures.screen, name="provider-figures"),
    path("figures/<slug:figure>", figures.jobs, name="provider-figure"),
    path("bulletins/", bulletins.screen, name="provider-bulletins"),
    path("bulletins/<int:pk>/", bulletins.one, name="provider-bulletin"),
    path("papers/", papers.screen, name="provider-papers"),
    path("credentials/<int:pk>/renew", papers.renew, name="provider-renew"),
    path("members/ask_to_take_on", papers.take_on, name="provider-take-on"),
    path("members/<int:pk>/ask_to_let_go", papers.let_go, name="provider-let-go"),
    path("prices/", prices.prices, name="prices"),
    path("prices/propose", prices.propose, name="price-propose"),
    path("deposit/", deposit.deposit, name="deposit"),
    path("disputes/", disputes.disputes, name="disputes"),
    path("disputes/<int:pk>/", disputes.dispute, name="dispute"),
    path("<int:pk>/", jobs.job, name="job"),
    path("<int:pk>/ticket", jobs.job_ticket),
    path("<int:pk>/photos", jobs.photograph, name="job-photos"),
    path("<int:pk>/<slug:step>", jobs.step, name="job-step"),
    path("t/<str:token>/", jobs.job_by_link, name="job-link"),
    path("t/<str:token>/ticket", jobs.ticket_by_link, name="job-link-ticket"),
    path("t/<str:token>/photos", jobs.photograph_by_link, name="job-link-photos"),
    path("t/<str:token>/papers/<int:pk>", jobs.photo_by_link, name="job-link-photo"),
    path("t/<str:token>/<slug:step>", jobs.step_by_link, name="job-link-step"),
]
