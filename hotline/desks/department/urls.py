"""The addresses of the department's desk."""

from __future__ import annotations

from django.urls import path

from hotline.replies.life import LIFE as TEMPLATE

from .acts import STEPS
from .views import assignment, figures, inbox, remits, templates

app_name = "department"

urlpatterns = [
    path("", inbox.screen, name="inbox"),
    path("ticket", inbox.news, name="news"),
    path("sign_many", inbox.sign_many, name="sign_many"),
    path("past/", inbox.past, name="past"),
    path("figures/", figures.screen, name="figures"),
    path("figures/<slug:key>/", figures.behind, name="figure"),
    path("remits/", remits.screen, name="remits"),
    path("templates/", templates.screen, name="templates"),
    path("templates/keep", templates.keep, name="template_keep"),
    *(
        path(f"templates/<int:pk>/{step}", templates.step, {"step": step}, name=f"template_{step}")
        for step in TEMPLATE.steps
    ),
    path("assignments/<int:pk>/", assignment.screen, name="assignment"),
    path("assignments/<int:pk>/draft", assignment.draft, name="reply_draft"),
    path("assignments/<int:pk>/add_evidence", assignment.add_evidence, name="add_evidence"),
    *(
        path(
            f"assignments/<int:pk>/{step}",
            assignment.step,
            {"step": step},
            name=f"assignment_{step}",
        )
        for step in STEPS
    ),
    path(
        "pleas/<int:pk>/withdraw", assignment.plea_step, {"step": "withdraw"}, name="plea_withdraw"
    ),
]
