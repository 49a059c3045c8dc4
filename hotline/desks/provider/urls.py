"""Addresses of the provider's page."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.jobs, name="jobs"),
    path("ticket", views.jobs_ticket, name="jobs-ticket"),
    path("<int:pk>/", views.job, name="job"),
    path("<int:pk>/ticket", views.job_ticket),
    path("<int:pk>/<slug:step>", views.step, name="job-step"),
    path("t/<str:token>/", views.job_by_link, name="job-link"),
    path("t/<str:token>/ticket", views.ticket_by_link, name="job-link-ticket"),
    path("t/<str:token>/papers/<int:pk>", views.photo_by_link, name="job-link-photo"),
    path("t/<str:token>/<slug:step>", views.step_by_link, name="job-link-step"),
]
