"""A citizen says on his own page that the bill or the work is wrong: once, in words that the provider never reads."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client

from hotline.cases.models import Case
from hotline.disputes import actions as disputes
from hotline.disputes.life import Kind
from hotline.disputes.models import Dispute
from hotline.journal import queries as journal
from hotline.journal.models import Entry
from hotline.people.queries import the_citizen
from hotline.today import today
from tests.desks.conftest import BACKEND
from tests.papers.paperwork import photo
from tests.portal.citizens import do, done, look_up, page
from tests.portal.test_acts import upload
from tests.town import Town

WORDS = "我是陈玉兰，多收了五十"
WRONG = {"about_what": "price", "asked": "50", "words": WORDS}
OPENS = 'action="/track/case/open_dispute"'


@pytest.fixture
def mended(case: Case, town: Town) -> Case:
    """Let the pipe be mended."""
    done(case, town)
    return case


def settle(one: Dispute, town: Town, amount: int) -> Dispute:
    one = disputes.answer(one, by=town.people["lin"], words="按价目收的")
    one = disputes.advise(
        one, by=town.leader, adviser="郑顾问", office="律师", given_on=today(), opinion="退为宜"
    )
    if not amount:
        return disputes.dismiss(one, by=town.leader, why="价目写明")
    return disputes.settle(
        one, by=town.leader, kind=Kind.REFUND, amount=Decimal(amount), why="多收"
    )


def test_what_the_citizen_does_not_agree_with_becomes_a_dispute(mended: Case, chen: Client) -> None:
    assert OPENS in page(chen)
    assert do(chen, "open_dispute", key="k", **WRONG).status_code == 204
    assert do(chen, "open_dispute", key="k", **WRONG).status_code == 204
    one = Dispute.objects.get()
    assert (one.about_what, one.asked, one.opened_by) == ("price", Decimal(50), the_citizen())
    assert one.citizen_heard_at is not None
    story = journal.story(one)
    assert [told.entry.act for told in story] == ["open_dispute", "hear_citizen"]
    assert story[1].said["words"] == WORDS
    shown = page(chen)
    assert "您提的价格争议，我们正在问企业" in shown
    assert OPENS not in shown


def test_the_provider_is_asked_and_never_reads_his_words(
    mended: Case, chen: Client, town: Town
) -> None:
    do(chen, "open_dispute", **WRONG)
    lin = Client()
    lin.force_login(town.people["lin"], backend=BACKEND)
    shown = lin.get("/jobs/disputes/").content.decode()
    one = lin.get(f"/jobs/disputes/{Dispute.objects.get().pk}/").content.decode()
    assert "价格争议" in shown + one
    assert "陈玉兰" not in shown + one


def test_it_is_said_once_for_each_job_and_the_rest_is_told_a_person(
    mended: Case, chen: Client, town: Town
) -> None:
    do(chen, "open_dispute", **WRONG)
    assert do(chen, "open_dispute", **WRONG).status_code == 409
    disputes.withdraw(Dispute.objects.get(), by=town.operator_28, why="谈好了")
    again = do(chen, "open_dispute", **WRONG)
    assert again.status_code == 409
    assert "请打电话" in again.content.decode()
    assert "已经撤回" in page(chen)
    assert Dispute.objects.count() == 1


def test_before_the_work_is_done_there_is_nothing_to_dispute(
    case: Case, chen: Client, town: Town
) -> None:
    assert OPENS not in page(chen)
    assert do(chen, "open_dispute", **WRONG).status_code == 409
    assert not Dispute.objects.exists()


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"about_what": ""}, "请先点一个"),
        ({"about_what": "beauty"}, ""),
        ({"asked": "abc"}, "金额请写数字"),
        ({"asked": "-1"}, "金额请写数字"),
        ({"asked": "1e99"}, "金额请写数字"),
        ({"asked": "NaN"}, "金额请写数字"),
        ({"words": " "}, "请写一句"),
        ({"words": "长" * 1001}, ""),
    ],
)
def test_what_cannot_be_understood_is_said_and_writes_nothing(
    mended: Case, chen: Client, changed: dict[str, str], why: str
) -> None:
    answer = do(chen, "open_dispute", **(WRONG | changed))
    assert answer.status_code == 422
    assert why in answer.content.decode()
    assert not Dispute.objects.exists()


def test_of_a_secret_matter_nothing_is_disputed_here(town: Town) -> None:
    from tests.desks.papers import a_case

    case = a_case(town, secret=True)
    done(case, town)
    chen = look_up(case)
    assert OPENS not in page(chen)
    assert do(chen, "open_dispute", **WRONG).status_code == 409


@pytest.mark.parametrize(("amount", "words"), [(50, "定了：退款 50 元，企业最迟"), (0, "定为不赔")])
def test_what_became_of_it_stands_on_the_page(
    mended: Case, chen: Client, town: Town, amount: int, words: str
) -> None:
    do(chen, "open_dispute", **WRONG)
    settle(Dispute.objects.get(), town, amount)
    assert words in page(chen)
    assert "按价目收的" not in page(chen), "what the provider said is not his to read"


def test_while_it_goes_on_a_photo_may_show_the_damage(
    mended: Case, chen: Client, town: Town
) -> None:
    do(chen, "rate", outcome="content")
    assert upload(chen, photo()) == 404, "the case is closed"
    do(chen, "open_dispute", **WRONG)
    assert upload(chen, photo(), key="q") == 204
    settle(Dispute.objects.get(), town, 0)
    assert upload(chen, photo(), key="r") == 404


def test_all_of_it_is_the_citizens_in_the_journal(mended: Case, chen: Client) -> None:
    do(chen, "open_dispute", **WRONG)
    rows = Entry.objects.filter(kind="dispute").values_list("by__username", flat=True)
    assert set(rows) == {"citizen"}
