"""The department's desk: reply templates, evidence, and what it does together with other units."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hotline.assignments import actions as assignments
from hotline.assignments.life import Status
from hotline.assignments.models import Assignment
from hotline.papers.models import Paper
from hotline.replies import actions as replies
from hotline.replies.models import Template
from tests.assignments.hands import signed
from tests.desks.at_a_unit import GOOD, At, of, page
from tests.papers.conftest import store_folder
from tests.papers.paperwork import photo
from tests.stories.steps import as_it_is
from tests.town import Town

__all__ = ["store_folder"]

pytestmark = pytest.mark.usefixtures("on_monday")


# -- templates ------------------------------------------------------------------------------------


def test_a_template_is_kept_chosen_written_anew_and_dropped(town: Town, clerk: Client) -> None:
    words = {"title": "路灯已修", "account": "换件", "answer": "路灯已经修好，请您查看。"}
    kept = clerk.post("/inbox/templates/keep", words | {"key": "k"})
    assert kept["Location"] == "/inbox/templates/"
    made = Template.objects.get()
    one = signed(town)
    shown = page(clerk, of(one) + f"?template={made.pk}")
    reply = shown[shown.index('id="reply"') :].partition("</section>")[0]
    assert ">\n路灯已经修好，请您查看。</textarea>" in reply
    at = f"/inbox/templates/{made.pk}/"
    assert clerk.post(at + "rewrite", words | {"answer": "修好了", "key": "w"}).status_code == 204
    assert clerk.post(at + "drop", {"key": "d"}).status_code == 204
    assert "修好了" not in page(clerk, of(one))
    assert "已停用" in page(clerk, "/inbox/templates/")
    assert clerk.post(at + "restore", {"key": "e"}).status_code == 204
    assert "修好了" in page(clerk, of(one))


def test_two_templates_of_a_unit_have_two_names(town: Town, clerk: Client) -> None:
    words = {"title": "路灯", "answer": "修好了"}
    assert clerk.post("/inbox/templates/keep", words | {"key": "1"}).status_code == 204
    assert clerk.post("/inbox/templates/keep", words | {"key": "1"}).status_code == 204  # again
    assert clerk.post("/inbox/templates/keep", words | {"key": "2"}).status_code == 409
    assert clerk.post("/inbox/templates/keep", {"title": "", "key": "3"}).status_code == 422
    assert Template.objects.count() == 1


def test_a_units_templates_are_no_other_units(town: Town, at: At) -> None:
    made = replies.keep(
        town.units["执法局"], title="路灯", answer="修好了", by=town.people["clerk"]
    )
    power = at("power")
    assert "路灯" not in page(power, "/inbox/templates/")
    for step in ("rewrite", "drop", "restore"):
        gone = power.post(
            f"/inbox/templates/{made.pk}/{step}", {"key": step, "title": "a", "answer": "b"}
        )
        assert gone.status_code == 404
    theirs = signed(town, to="供电公司")
    shown = page(power, of(theirs) + f"?template={made.pk}")
    assert "修好了" not in shown


# -- evidence -------------------------------------------------------------------------------------


def test_evidence_is_kept_once_and_shown(town: Town, clerk: Client) -> None:
    one = signed(town)
    for _ in range(2):
        file = SimpleUploadedFile("lamp.png", photo(), "image/png")
        assert clerk.post(of(one, "add_evidence"), {"file": file, "key": "f"}).status_code == 204
    assert one.proofs.count() == 1
    assert Paper.objects.count() == 1
    assert "lamp" in page(clerk, of(one))
    assert clerk.get(f"/papers/{Paper.objects.get().pk}/").status_code == 200


def test_what_is_no_photo_or_of_an_ended_matter_is_not_taken(town: Town, clerk: Client) -> None:
    one = signed(town)
    bad = SimpleUploadedFile("a.png", b"MZ not a photo", "image/png")
    assert clerk.post(of(one, "add_evidence"), {"file": bad, "key": "1"}).status_code == 409
    assert clerk.post(of(one, "add_evidence"), {"key": "2"}).status_code == 409
    assignments.withdraw(one, by=town.leader, why="不用了")
    good = SimpleUploadedFile("a.png", photo(), "image/png")
    assert clerk.post(of(one, "add_evidence"), {"file": good, "key": "3"}).status_code == 409
    assert not Paper.objects.exists()


# -- with others ----------------------------------------------------------------------------------


def test_a_lead_reads_what_its_helpers_say_and_sends_it_back(
    town: Town, clerk: Client, at: At
) -> None:
    lead = signed(town)
    assignments.share(lead, by=town.leader, unit=town.units["供电公司"], task="查线路")
    part = Assignment.objects.get(under=lead)
    power = at("power")
    assert "查线路" in page(power, of(part))
    assert "主办：执法局" in page(power)
    assignments.sign(part, by=town.people["power"])
    said = {"is_true": "yes", "solved": "yes", "account": "查了", "answer": "线路没有问题"}
    assert power.post(of(part, "reply"), said | {"key": "r"}).status_code == 204
    assert clerk.get(of(part)).status_code == 404, "the part itself is the other unit's"
    assert "线路没有问题" in page(clerk, of(lead))
    back = clerk.post(of(part, "send_back"), {"why": "没有写查到哪里", "key": "b"})
    assert (back.status_code, "Location" in back) == (204, False), "he stays on the lead's page"
    assert as_it_is(part).status == Status.SIGNED
    assert clerk.post(of(part, "reply"), said | {"key": "x"}).status_code == 404
    assert power.post(of(lead, "send_back"), {"why": "不行", "key": "y"}).status_code == 404


def test_a_reply_for_all_says_why_it_does_not_wait(town: Town, clerk: Client) -> None:
    lead = signed(town)
    assignments.share(lead, by=town.leader, unit=town.units["供电公司"], task="查线路")
    assert 'name="why_alone"' in page(clerk, of(lead))
    refused = clerk.post(of(lead, "reply"), GOOD | {"key": "1"})
    assert refused.status_code == 422
    assert "供电公司还没有答复" in refused.content.decode()
    alone = GOOD | {"why_alone": "与供电无关", "key": "2"}
    assert clerk.post(of(lead, "reply"), alone).status_code == 204


def test_a_case_is_given_down_to_units_below_alone(town: Town, clerk: Client, at: At) -> None:
    one = signed(town)
    shown = page(clerk, of(one))
    form = shown[shown.index(of(one, "give_down")) :].partition("</form>")[0]
    assert "市政一中队" in form
    assert "供电公司" not in form
    wrong = {"unit": town.units["供电公司"].pk, "task": "去看", "key": "1"}
    assert clerk.post(of(one, "give_down"), wrong).status_code == 422
    good = wrong | {"unit": town.units["市政一中队"].pk, "key": "2"}
    assert clerk.post(of(one, "give_down"), good).status_code == 204
    part = Assignment.objects.get(under=one)
    assert one.case.number in page(at("squad"))
    assert "下派" in page(clerk, of(part)), "whoever is above sees it too"
    assert at("squad").get(of(one)).status_code == 404, "and nobody looks up"
