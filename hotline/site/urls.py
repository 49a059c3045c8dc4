"""Every address of the house."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from .tickets import live_ticket

urlpatterns: list[URLPattern | URLResolver] = [
    path("live/ticket", live_ticket, name="live-ticket"),
]
_ROOMS = {
    "hotline.desks.operator.urls": "",  # first, as most of what is asked for: addresses are tried in turn
    "hotline.site.health_urls": "",
    "hotline.people.urls": "",
    "hotline.ui.urls": "ui/",
    "hotline.calls.urls": "calls/",
    "hotline.cases.urls": "cases/",
    "hotline.papers.urls": "papers/",
    "hotline.wishes.urls": "wishes/",
    "hotline.portal.urls": "track/",
    "hotline.followups.urls": "followups/",
    "hotline.dispatch.urls": "dispatches/",
    "hotline.assignments.urls": "",
    "hotline.desks.assigning.urls": "assignments/",
    "hotline.absences.urls": "absences/",
    "hotline.restraints.urls": "restraints/",
    "hotline.discipline.urls": "",
    "hotline.shifts.urls": "shifts/",
    "hotline.privacy.urls": "privacy/",
    "hotline.notices.urls": "notices/",
    "hotline.desks.leader.urls": "floor/",
    "hotline.desks.provider.urls": "jobs/",
    "hotline.desks.department.urls": "inbox/",
    "hotline.bulletins.urls": "bulletins/",
    "hotline.filings.urls": "filings/",
    "hotline.providers.urls": "providers/",
    "hotline.pricelists.urls": "prices/",
    "hotline.deposits.urls": "deposits/",
    "hotline.disputes.urls": "disputes/",
    "hotline.desks.members.urls": "providers/",
    "hotline.departments.urls": "departments/",
    "hotline.desks.units.urls": "units/",
    "hotline.visits.urls": "visits/",
    "hotline.training.urls": "training/",
    "hotline.league.urls": "league/",
    "hotline.assessment.urls": "assessment/",
    "hotline.desks.scores.urls": "scores/",
    "hotline.meetings.urls": "",
    "hotline.inspections.urls": "",
    "hotline.desks.oversight.urls": "oversight/",
    "hotline.circulars.urls": "circulars/",
    "hotline.desks.circulars.urls": "circulars/",
    "hotline.timelimits.urls": "storms/",
    "hotline.desks.settings.urls": "",
    "hotline.desks.auditor.urls": "audit/",
    "hotline.demo.urls": "demo/",
}
urlpatterns += [path(root, include(room)) for room, root in _ROOMS.items() if find_spec(room)]

handler400 = "hotline.site.faults.not_understood"
handler404 = "hotline.site.faults.not_found"
handler500 = "hotline.site.faults.failed"
