"""A provider's price: proposed, agreed by somebody else, from a day on; what was promised before stays as it was."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction

from hotline import clock
from hotline.catalogue.models import PriceMode
from hotline.journal import queries as journal
from hotline.life.errors import NotDone, NotNow, NotSo, NotYours
from hotline.people.roles import Role
from hotline.pricelists import actions as pricelists
from hotline.pricelists import queries
from hotline.pricelists.models import Price
from hotline.providers import actions as providers
from hotline.today import today

if TYPE_CHECKING:
    from tests.town import Town

DAY = timedelta(days=1)
CODE = "SD01"


def proposed(town: Town, yuan: str = "80", who: str = "lin", **other: Any) -> Price:
    given: dict[str, Any] = {"mode": PriceMode.FIXED, "unit": "次", "from_on": today()} | other
    return pricelists.propose(
        town.providers["家家乐"], town.services["水管维修"], by=town.people[who],
        yuan=Decimal(yuan), **given,
    )  # fmt: skip


def asked(town: Town, on: date | None = None) -> str:
    return queries.price(town.providers["家家乐"], CODE, on=on or today()).words


def test_the_catalogues_price_holds_until_another_is_agreed(town: Town) -> None:
    one = proposed(town)
    assert asked(town) == "上门费 30 元/次，修前先报价"
    pricelists.agree(one, by=town.leader)
    assert asked(town) == "一口价 80 元/次"
    assert asked(town, today() - DAY) == "上门费 30 元/次，修前先报价"
    assert queries.price(town.providers["老潘水电"], CODE, on=today()).words.startswith("上门费")


def test_a_price_holds_from_its_day_until_the_next_one_begins(town: Town) -> None:
    pricelists.agree(proposed(town, "80"), by=town.leader)
    pricelists.agree(proposed(town, "90", from_on=today() + 10 * DAY), by=town.leader)
    pricelists.agree(proposed(town, "85", from_on=today() + 5 * DAY), by=town.leader)
    said = [asked(town, today() + n * DAY) for n in (0, 4, 5, 9, 10, 400)]
    assert said == [f"一口价 {yuan} 元/次" for yuan in (80, 80, 85, 85, 90, 90)]


def test_a_price_that_is_agreed_late_holds_from_that_day(town: Town) -> None:
    one = proposed(town)
    with clock.frozen(clock.now() + 3 * DAY):
        agreed = pricelists.agree(one, by=town.leader)
        assert agreed.from_on == today()
        assert asked(town, today() - DAY).startswith("上门费")


def test_what_was_promised_at_a_moment_is_not_touched_by_what_was_agreed_after_it(
    town: Town,
) -> None:
    before, service = clock.now(), town.services["水管维修"]
    with clock.frozen(before + timedelta(minutes=5)):
        pricelists.agree(proposed(town), by=town.leader)
        now = queries.promised(town.providers["家家乐"], service)
    then = queries.promised(town.providers["家家乐"], service, at=before)
    assert (then.words, now.words) == ("上门费 30 元/次，修前先报价", "一口价 80 元/次")


def test_who_entered_a_price_does_not_agree_to_it(town: Town) -> None:
    own = proposed(town, who="leader")
    with pytest.raises(NotYours, match="另一位"), transaction.atomic():
        pricelists.agree(own, by=town.leader)
    pricelists.agree(own, by=town.people["admin"])
    assert asked(town) == "一口价 80 元/次"


def test_only_the_provider_itself_and_those_who_vet_name_a_price(town: Town) -> None:
    for who in ("zheng", "op28", "callback", "auditor", "clerk"):
        with pytest.raises(NotYours), transaction.atomic():
            proposed(town, who=who)
    with pytest.raises(NotYours), transaction.atomic():
        pricelists.agree(proposed(town), by=town.people["lin"])
    assert not Price.objects.filter(status="agreed").exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"yuan": "0"}, {"yuan": "-5"}, {"unit": " "}, {"mode": PriceMode.FREE},
        {"mode": PriceMode.QUOTE}, {"from_on": date(2012, 1, 1)},
    ],
)  # fmt: skip
def test_a_price_that_cannot_be_changes_nothing(town: Town, wrong: dict[str, Any]) -> None:
    with pytest.raises(NotSo), transaction.atomic():
        proposed(town, **wrong)
    assert not Price.objects.exists()


def test_a_service_that_is_not_rendered_has_no_price(town: Town) -> None:
    with pytest.raises(NotSo, match="不做这个小项"), transaction.atomic():
        pricelists.propose(
            town.providers["家家乐"], town.services["电路维修"], by=town.people["lin"],
            mode=PriceMode.FIXED, yuan=Decimal(80), unit="次", from_on=today(),
        )  # fmt: skip


def test_one_waits_for_an_answer_at_a_time(town: Town) -> None:
    one = proposed(town)
    with pytest.raises(NotNow, match="等答复"), transaction.atomic():
        proposed(town, "90")
    [(waits, now)] = queries.waiting(town.leader)
    assert (waits, now.words) == (one, "上门费 30 元/次，修前先报价")
    pricelists.withdraw(one, by=town.people["lin"])
    refused = pricelists.refuse(proposed(town, "90"), by=town.leader, why="太贵")
    assert refused.status == "refused"
    assert [told.said.get("why") for told in journal.story(refused)] == [None, "太贵"]
    assert asked(town).startswith("上门费")
    assert queries.waiting(town.leader) == []


def test_with_one_that_is_gone_nothing_is_agreed(town: Town) -> None:
    one = proposed(town)
    providers.leave(town.providers["家家乐"], by=town.leader, why="不做了")
    with pytest.raises(NotSo, match="不在册"), transaction.atomic():
        pricelists.agree(one, by=town.leader)
    with pytest.raises(NotDone), transaction.atomic():
        proposed(town, who="leader")


def test_a_worker_knows_of_his_own_providers_prices_alone(town: Town) -> None:
    one = proposed(town)
    seen = [
        who for who in ("lin", "pan", "zheng", "op28", "clerk")
        if Price.objects.seen_by(town.people[who]).filter(pk=one.pk).exists()
    ]  # fmt: skip
    assert seen == ["lin", "op28"]
    assert town.people["lin"].role == Role.PROVIDER


def test_the_list_says_what_holds_what_comes_and_what_waits(town: Town) -> None:
    pricelists.agree(proposed(town), by=town.leader)
    coming = pricelists.agree(proposed(town, "90", from_on=today() + 9 * DAY), by=town.leader)
    waits = proposed(town, "95", from_on=today() + 20 * DAY)
    [line] = queries.listed(town.providers["家家乐"])
    assert line.now.words == "一口价 80 元/次"
    assert line.now.agreed
    assert (line.coming, line.proposed) == ((coming,), waits)
    assert not queries.listed(town.providers["明光电工"])[0].now.agreed
