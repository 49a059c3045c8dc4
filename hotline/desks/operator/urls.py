"""The addresses of the operator's desk."""

from __future__ import annotations

from django.urls import path

from hotline.cases import views as cases
from hotline.dispatch import views as dispatch

from .views import (
    abuse,
    assigning,
    call,
    callbacks,
    case,
    choices,
    complaints,
    dialling,
    phone,
    queue,
    why,
)

app_name = "operator"

urlpatterns = [
    # the call
    path("desk/", call.screen, name="call"),
    path("desk/call_bar", call.bar, name="bar"),
    path("desk/seat", call.seat, name="seat"),
    path("desk/phone", phone.window, name="phone"),
    path("desk/heard", call.said, name="said"),
    path("desk/ring", call.ring, name="ring"),
    path("desk/ran_out", case.ran_out, name="ran_out"),
    path("desk/waiting", call.waiting, name="waiting"),
    path("desk/who", call.who, name="who"),
    path("desk/writing", call.writing, name="writing"),
    path("desk/troubles", call.troubles, name="troubles"),
    path("desk/write", call.write, name="write"),
    path("desk/urge", call.urge, name="urge"),
    path("desk/join_in", call.join_in, name="join_in"),
    path("desk/cases/<int:pk>/take_out", call.take_out, name="take_out"),
    path("desk/calls/<int:pk>/note_abuse", abuse.note_abuse, name="note_abuse"),
    path("desk/callers/<int:pk>/describe", call.describe, name="describe"),
    # what is looked up while one writes
    path("desk/services", choices.services, name="services"),
    path("desk/places", choices.places, name="places"),
    path("desk/hear", choices.hear, name="hear"),
    path("desk/whom", choices.whom, name="whom"),
    path("desk/thirds", choices.thirds, name="thirds"),
    path("drafts/<slug:key>", cases.draft, name="draft"),
    # the queue and one case
    path("cases/", queue.screen, name="queue"),
    path("cases/rows", queue.listed, name="rows"),
    path("cases/views", queue.views, name="views"),
    path("cases/options", queue.options, name="options"),
    path("cases/find", queue.find, name="find"),
    path("cases/<int:pk>/", case.page, name="case"),
    path("cases/<int:pk>/body", case.body, name="case_body"),
    path("cases/<int:pk>/beside", case.beside, name="case_beside"),
    path("cases/<int:pk>/alike", case.aside, name="case_alike"),
    path("cases/<int:pk>/offer", dispatch.offer, name="offer"),
    path("cases/<int:pk>/claim", dispatch.claim, name="claim"),
    path("cases/<int:pk>/send", assigning.send, name="send"),
    path("cases/<int:pk>/complain", complaints.complain, name="complain"),
    path("cases/<int:pk>/named", choices.named, name="named"),
    path("dispatches/<int:pk>/choice/", why.page, name="choice"),
    path("cases/<int:pk>/ring", dialling.ring, name="ring_citizen"),
    path("wishes/<int:pk>/ring", dialling.ring_owed, name="ring_owed"),
    path("cases/<int:pk>/dial", dialling.dial, name="dial"),
    # the call-backs
    path("followups/", callbacks.screen, name="callbacks"),
    path("followups/rows", callbacks.listed, name="callback_rows"),
    path("followups/<int:pk>/", callbacks.page, name="callback"),
    path("followups/<int:pk>/ring", dialling.ask_how_it_was, name="ring_back"),
    path("followups/<int:pk>/facts", callbacks.facts, name="callback_facts"),
]
