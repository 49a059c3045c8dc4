"""Bulletins on the pages: the leader writes one and sees who has not read; a provider's worker reads it and signs."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from django.test import Client

from hotline.bulletins import actions as bulletins
from hotline.bulletins.models import Bulletin
from hotline.today import today
from tests.desks.conftest import at
from tests.town import Town

__all__ = ["at"]

At = Callable[[str], Client]


def test_a_leader_writes_one_on_the_page(at: At, town: Town) -> None:
    page = at("leader").get("/providers/bulletins/").content.decode()
    assert "发通知" in page
    given = {
        "title": "台风停工", "words": "高空作业一律停", "until_on": today().isoformat(),
        "service": town.services["水管维修"].pk, "must_confirm": "on",
    }  # fmt: skip
    answers = [at("leader").post("/bulletins/post", given | {"key": "one"}) for _ in range(2)]
    assert [one.status_code for one in answers] == [204, 204]
    bulletin = Bulletin.objects.get()
    assert (bulletin.title, bulletin.must_confirm) == ("台风停工", True)
    page = at("op28").get("/providers/bulletins/").content.decode()
    assert "台风停工" in page
    assert "发通知" not in page
    assert at("op28").post("/bulletins/post", given | {"key": "two"}).status_code == 403


def test_what_is_typed_wrongly_is_said_beside_its_field(at: At) -> None:
    answer = at("leader").post("/bulletins/post", {"title": "", "until_on": "x", "key": "k"})
    assert answer.status_code == 422
    assert not Bulletin.objects.exists()


def test_staff_see_who_has_not_read(at: At, town: Town) -> None:
    bulletin = bulletins.post("停工", words="都停", until_on=today(), by=town.leader)
    bulletins.confirm(bulletin, by=town.people["lin"])
    page = at("op28").get(f"/providers/bulletins/{bulletin.pk}/").content.decode()
    assert f"1 / {len(town.providers)}" in page
    rows = page.split("<tr")
    read = next(row for row in rows if "家家乐" in row)
    late = next(row for row in rows if "老潘水电" in row)
    assert "没读" not in read
    assert town.people["lin"].name in read
    assert "没读" in late


def test_a_worker_is_told_at_home_reads_it_and_signs(at: At, town: Town) -> None:
    until = today() + timedelta(days=2)
    bulletin = bulletins.post("停工", words="高空作业都停", until_on=until, by=town.leader)
    lin, here = at("lin"), f"/jobs/bulletins/{bulletin.pk}/"
    home = lin.get("/jobs/").content.decode()
    assert "有 1 条通知要阅知" in home
    assert "已阅知" in lin.get(here).content.decode()
    answer = lin.post(f"/bulletins/{bulletin.pk}/confirm", {"key": "k"})
    assert answer.status_code == 204
    assert "条通知要阅知" not in lin.get("/jobs/").content.decode()
    page = lin.get(here).content.decode()
    assert re.search(rf"{town.people['lin'].name} [\d:]+ 已阅知", page)
    assert (
        lin.post(f"/bulletins/{bulletin.pk}/withdraw", {"why": "x", "key": "w"}).status_code == 403
    )


def test_another_providers_bulletin_is_not_there(at: At, town: Town) -> None:
    only = town.providers["老潘水电"]
    bulletin = bulletins.post("停工", words="停", until_on=today(), provider=only, by=town.leader)
    assert at("lin").get(f"/jobs/bulletins/{bulletin.pk}/").status_code == 404
    assert at("lin").post(f"/bulletins/{bulletin.pk}/confirm", {"key": "k"}).status_code == 404
    assert "停工" not in at("lin").get("/jobs/bulletins/").content.decode()
