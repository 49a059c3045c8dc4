"""The provider's page: a signed link, one job, the few buttons; nothing of anybody else's."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from hotline import clock
from hotline.cases import actions as cases
from hotline.cases.models import Urgency
from hotline.dispatch import actions as dispatch
from hotline.dispatch import links
from hotline.dispatch.life import Refusal, Status
from hotline.dispatch.models import Dispatch
from hotline.journal.models import Entry
from hotline.outbox.models import Message
from hotline.papers import actions as papers
from hotline.papers.models import Paper
from tests.desks.conftest import BACKEND
from tests.desks.papers import a_case
from tests.papers.conftest import store_folder
from tests.papers.paperwork import opened, photo
from tests.stories.steps import as_it_is, the_house_reacts
from tests.town import Town

__all__ = ["store_folder"]


@pytest.fixture
def job(town: Town) -> Dispatch:
    case = cases.take_in(
        cases.Asked(
            said="水槽漏水", service=town.services["水管维修"], area=town.places["虹桥"],
            urgency=Urgency.SOON, secret=True,
        ),
        by=town.operator_28,
        caller=town.caller("陈", "13800005126"),
    )  # fmt: skip
    return dispatch.offer(case, to=town.providers["家家乐"], by=town.operator_28)


@pytest.fixture
def photographed(job: Dispatch, town: Town) -> Paper:
    """Let the operator have added a photo to the case, of which its caller lets the worker know the address."""
    cases.consent(as_it_is(job.case), by=town.operator_28, words="可以告诉师傅")
    papers.receive(job.case, files=[(photo(), "陈家的水槽")], by=town.operator_28, key="k")
    return Paper.objects.get()


def link(job: Dispatch) -> str:
    member = job.provider.members.get()
    return f"/jobs/t/{links.make(dispatch=job.pk, member=member.pk)}/"


def test_the_worker_is_written_to_with_a_link_that_opens_the_job(job: Dispatch) -> None:
    the_house_reacts()
    message = Message.objects.get()
    address = message.text[message.text.index("/jobs/t/") :]
    page = Client().get(address).content.decode()
    assert "水槽漏水" in page
    assert "接单" in page


def test_the_worker_never_sees_who_asked(job: Dispatch) -> None:
    page = Client().get(link(job)).content.decode()
    assert "陈" not in page
    assert "5126" not in page


def test_the_worker_takes_the_job_and_finishes_it(job: Dispatch) -> None:
    browser, here = Client(), link(job)
    for step in ("accept", "contact", "arrive"):
        assert browser.post(here + step, {"key": step}).status_code == 302
    browser.post(here + "finish", {"answer": "换软管一根", "amount": "50", "key": "f"})
    done = as_it_is(job)
    assert done.status == Status.DONE
    assert done.amount == 50
    assert done.warranty_until_on


def test_the_same_press_twice_over_a_bad_line_is_taken_once(job: Dispatch) -> None:
    browser, here = Client(), link(job)
    answers = [browser.post(here + "accept", {"key": "one"}).status_code for _ in range(2)]
    assert answers == [302, 302]
    assert as_it_is(job).status == Status.ACCEPTED


def test_a_link_is_over_after_its_time(job: Dispatch) -> None:
    import time
    from unittest import mock

    here = link(job)
    with mock.patch("django.core.signing.time.time", return_value=time.time() + 25 * 3600):
        page = Client().get(here)
    assert page.status_code == 410
    assert "链接已经失效" in page.content.decode()


def test_a_forged_link_opens_nothing(job: Dispatch) -> None:
    assert Client().get(link(job)[:-4] + "xxx/").status_code == 410


def test_a_worker_takes_no_step_that_is_the_lines(job: Dispatch) -> None:
    assert Client().post(link(job) + "confirm").status_code == 404
    assert Client().post(link(job) + "cancel", {"why": "不想去"}).status_code == 404


def test_bad_input_is_said_beside_its_field_and_changes_nothing(job: Dispatch) -> None:
    browser, here = Client(), link(job)
    browser.post(here + "accept")
    answer = browser.post(here + "finish", {"answer": "", "amount": "-3"})
    assert answer.status_code == 422
    assert as_it_is(job).status == Status.ACCEPTED


def test_too_late_is_said_with_what_happened(job: Dispatch) -> None:
    with clock.frozen(clock.now() + timedelta(minutes=6)):
        the_house_reacts()
    answer = Client().post(link(job) + "accept", headers={"X-Requested-With": "step-form"})
    assert answer.status_code == 409
    assert "逾时未接" in answer.content.decode()


def test_another_providers_worker_sees_nothing_of_it(job: Dispatch, town: Town) -> None:
    browser = Client()
    browser.force_login(town.people["zheng"], backend=BACKEND)
    assert browser.get(f"/jobs/{job.pk}/").status_code == 404
    assert "水槽漏水" not in browser.get("/jobs/").content.decode()
    browser.force_login(town.people["lin"], backend=BACKEND)
    assert "水槽漏水" in browser.get("/jobs/").content.decode()


# -- what the place looks like ----------------------------------------------------------------------


def test_the_worker_sees_the_photos_of_his_job_without_signing_in(
    job: Dispatch, photographed: Paper
) -> None:
    browser, here = Client(), f"{link(job)}papers/{photographed.pk}"
    page = browser.get(link(job)).content.decode()
    assert f'href="{here}"' in page
    assert "陈家的水槽" not in page  # what it was called names who asked
    shown = browser.get(here)
    assert opened(shown.content).format == "JPEG"
    assert "no-store" in shown["Cache-Control"]
    assert shown["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_of_a_secret_case_the_worker_looks_himself_and_it_is_put_on_record(
    job: Dispatch, photographed: Paper
) -> None:
    browser = Client()
    assert "<img" not in browser.get(link(job)).content.decode()
    browser.get(f"{link(job)}papers/{photographed.pk}")
    seen = Entry.objects.get(kind="paper", act="see")
    assert seen.by == job.provider.members.get().person


def test_a_photo_that_is_not_his_to_see_is_not_there(
    job: Dispatch, photographed: Paper, town: Town
) -> None:
    browser, here = Client(), f"{link(job)}papers/{photographed.pk}"
    cases.revoke(as_it_is(job.case), by=town.operator_28)
    assert "papers/" not in browser.get(link(job)).content.decode()
    assert browser.get(here).status_code == 404
    cases.consent(as_it_is(job.case), by=town.operator_28, words="还是告诉吧")
    assert browser.get(here).status_code == 200
    dispatch.refuse(job, by=job.provider.members.get().person, ground=Refusal.BUSY)
    assert browser.get(here).status_code == 404
    other = a_case(town)
    papers.receive(other, files=[(photo(), "")], by=town.operator_28, key="other")
    assert browser.get(f"{link(job)}papers/{other.papers.get().pk}").status_code == 404


def test_who_is_signed_in_sees_them_at_their_own_address(town: Town) -> None:
    case = a_case(town)
    papers.receive(case, files=[(photo(), "")], by=town.operator_28, key="k")
    job = dispatch.offer(case, to=town.providers["家家乐"], by=town.operator_28)
    browser = Client()
    browser.force_login(town.people["lin"], backend=BACKEND)
    page = browser.get(f"/jobs/{job.pk}/").content.decode()
    source = f"/papers/{case.papers.get().pk}/preview"
    assert f'<img src="{source}"' in page
    assert browser.get(source).status_code == 200
