"""What stands in an address: the words that are its keys, what it is asked for, and the browser that may ask it.

A key called `pk` is a row of the sample town and needs nothing here; one that is a word stands in `WORDS`. An address that
opens to no browser but a certain one stands in `COOKIES`, one that opens to nobody in `NOT_OPENED`, with its reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

from hotline.dispatch.life import LIFE as DISPATCH
from hotline.people.roles import Role
from tests import dressing, sample
from tests.house.addresses import Address

Cookies = dict[str, str]


def _latest(label: str, **where: Any) -> Any:
    from django.apps import apps

    return apps.get_model(label)._default_manager.filter(**where).latest("pk")


def _workers_steps(_who: Any | None) -> list[str]:
    return [name for name, step in DISPATCH.steps.items() if step.by & Role.PROVIDER]


def _citizens_acts(_who: Any | None) -> list[str]:
    from hotline.portal.views.case import ACTS

    return [*ACTS, "photo"]


def _telephones_acts(_who: Any | None) -> list[str]:
    from hotline.demo.phone.views import ACTS

    return list(ACTS)


WORDS: dict[str, Callable[[Any | None], list[str]]] = {
    "sign-in/link/<str:link>": lambda _who: [dressing.LINKS["password"]],
    "sessions/<slug:name>": lambda who: [sample.signed_in_elsewhere(who)],
    "jobs/<int:pk>/<slug:step>": _workers_steps,
    "jobs/t/<str:token>": lambda _who: [dressing.LINKS["job"]],
    "jobs/t/<str:token>/<slug:step>": _workers_steps,
    "notices/t/<str:token>": lambda _who: [dressing.LINKS["assignment"]],
    "track/l/<str:token>": lambda _who: [dressing.LINKS["case"]],
    "track/case/<slug:act>": _citizens_acts,
    "rules/<slug:name>": lambda _who: ["ring_s"],
    "holidays/<int:year>": lambda _who: ["2026"],
    "catalogue/groups/<str:code>": lambda _who: [_latest("catalogue.Group").code],
    "catalogue/services/<str:code>": lambda _who: [_latest("catalogue.Service").code],
    "areas/<str:code>": lambda _who: [_latest("areas.Area", parent__isnull=False).code],
    "demo/phone/<str:number>": lambda _who: ["13800005126"],
    "demo/phone/<str:number>/<str:does>": _telephones_acts,
    "jobs/figures/<slug:key>": lambda _who: ["jobs", "arrived"],
    "inbox/figures/<slug:key>": lambda _who: ["sent", "signed"],
    "drafts/<slug:key>": lambda _who: ["new"],
}
"""Beginning of an address up to its key → good words for it, for whoever asks."""


def _length() -> str:
    """Return a length that a rule may have from tomorrow on."""
    from hotline.timelimits.forms import tomorrow

    return f"amount=3&measure=working+d&counting=next_day&from_on={tomorrow().isoformat()}"


def _whom() -> str:
    job = _latest("dispatch.Dispatch").case
    area = job.area_id or _latest("areas.Area").pk
    return f"?service={job.service_id}&area={area}"


ASKED: dict[str, Callable[[], str]] = {
    "desk/whom": _whom,
    "desk/services": lambda: "?q=wx",
    "desk/places": lambda: "?q=a",
    "cases/options": lambda: f"?q={_latest('cases.Case').query_code}",
    "cases/<int:pk>/named": lambda: "?q=nothing",
    "dispatches/<int:pk>/choice/": lambda: "?q=nothing",
    "cases/find": lambda: "?q=nothing",
    "rules/<slug:name>/": lambda: "?value=30",
    "timelimits/": lambda: "?kind=complaint&urgency=1",
    "timelimits/new/": lambda: f"?clock=reply&kind=report&{_length()}",
    "timelimits/<int:pk>/": lambda: f"?{_length()}",
}
"""Addresses that have more to show when they are asked for something."""

COOKIES: dict[str, Callable[[], list[Cookies]]] = {
    "track/case/": lambda: [{"track": one} for one in dressing.VISITS[::-1]],
    "sign-in/factor/set-up/": lambda: [{"hotline": dressing.WAYS_IN["set-up/"]}],
    "sign-in/factor/new/": lambda: [{"hotline": dressing.WAYS_IN["set-up/"]}],
    "sign-in/factor/": lambda: [{"hotline": dressing.WAYS_IN[""]}],
}
"""Beginning of an address → the browsers that it opens to, when it asks for no sign-in; the first that fits counts."""

NOT_OPENED = {
    "": "sends everybody on",
    "live/ticket": "nobody has one who is not signed in; tests/journal/test_news.py",
    "calls/seat/telephone": "the sample town's telephones are made up: tests/calls/test_accounts.py",
    "metrics": "for a monitor that brings a token: tests/site/test_metrics.py",
    "sign-in/sso/back/": "404 where there is no single sign-on: tests/people/test_sso.py",
    "calls/<int:pk>/recording": "nothing was said on these calls: tests/calls/test_doors.py",
    "track/l/<str:token>/": "opens the case and takes the link out of sight",
    "ui/kept": "the components' page keeps no draft",
}
"""Addresses that answer a GET with something else than what they are for, each with its reason."""


def words_of(address: Address, who: Any | None) -> Iterator[dict[str, str]]:
    """Yield good words for the keys of an address, all together; fail where nobody has said one."""
    given = {
        start.rpartition(":")[2].rstrip(">"): good
        for start, good in WORDS.items()
        if address.route.startswith(start)
    }
    missing = address.keys.keys() - given.keys() - {"pk"}
    assert not missing, (
        f"{address.route}: say in WORDS of tests/house/fillers.py what a good {missing} is"
    )
    names = list(given)
    for chosen in product(*(given[name](who) for name in names)):
        yield dict(zip(names, chosen, strict=True))


def cookies_of(address: Address) -> list[Cookies]:
    """Return the browsers in which an address may be asked, by their cookies; one without, mostly."""
    found = (made for start, made in COOKIES.items() if address.route.startswith(start))
    return next((made() for made in found), [{}])
