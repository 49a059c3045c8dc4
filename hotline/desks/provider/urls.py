"""Addresses of the provider's page."""

from django.urls import path

from .views import absences, jobs, missed

urlpatterns = [
    path("", jobs.jobs, name="jobs"),
    path("ticket", jobs.jobs_ticket, name="jobs-ticket"),
    path("missed/", missed.missed, name="job-missed"),
    path("absences/", absences.absences, name="job-absences"),
    path("absences/enter", absences.enter, name="job-enter-absence"),
    path("absences/<int:pk>/<slug:step>", absences.step, name="job-absence-step"),
    path("<int:pk>/", jobs.job, name="job"),
    path("<int:pk>/ticket", jobs.job_ticket),
    path("<int:pk>/<slug:step>", jobs.step, name="job-step"),
    path("t/<str:token>/", jobs.job_by_link, name="job-link"),
    path("t/<str:token>/ticket", jobs.ticket_by_link, name="job-link-ticket"),
    path("t/<str:token>/papers/<int:pk>", jobs.photo_by_link, name="job-link-photo"),
    path("t/<str:token>/<slug:step>", jobs.step_by_link, name="job-link-step"),
]
