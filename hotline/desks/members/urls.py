"""The addresses of the desk of members."""

from __future__ import annotations

from django.urls import path

from .views import appraisals, gaps, league, providers, training, visits, warranty

app_name = "members"

urlpatterns = [
    path("", providers.screen, name="providers"),
    path("<int:pk>/", providers.one, name="provider"),
    # watching
    path("visits/", visits.screen, name="visits"),
    path("<int:pk>/visits/", visits.of_provider, name="provider_visits"),
    path("training/", training.screen, name="training"),
    path("training/courses/<int:pk>/", training.course, name="course"),
    path("<int:pk>/training/", training.of_provider, name="provider_training"),
    path("league/", league.screen, name="league"),
    path("league/export", league.export, name="league_export"),
    path("<int:pk>/jobs/", league.jobs, name="league_jobs"),
    path("appraisals/", appraisals.screen, name="appraisals"),
    path("appraisals/<int:pk>/", appraisals.one, name="appraisal"),
    path("<int:pk>/appraisals/", appraisals.of_provider, name="provider_appraisals"),
    path("gaps/", gaps.screen, name="gaps"),
    path("gaps/cases/", gaps.cases, name="gap_cases"),
    path("<int:pk>/warranty/", warranty.of_provider, name="provider_warranty"),
]
