"""Story 4 (81890): a caller in the suburbs wants a taxi at midnight; the line has no such service."""

from __future__ import annotations

from datetime import date

from hotline import clock
from hotline.cases import actions as cases
from hotline.cases.life import Result, Status
from hotline.cases.models import Case, Kind
from hotline.dispatch.queries import ranking
from hotline.journal import queries as journal
from tests.stories.steps import as_it_is
from tests.town import Town, at

NIGHT = date(2013, 8, 20)


def test_the_operator_asks_the_taxi_company_calls_back_and_the_case_ends_helped(town: Town) -> None:
    operator_28 = town.operator_28
    with clock.frozen(at(23, 50, day=NIGHT)):
        case = cases.take_in(
            cases.Asked(
                said="我在郊区，打不到出租车，能不能帮我叫一辆？",
                kind=Kind.HELP,
                area=town.places["安阳"],
                outside_catalogue=True,
            ),
            by=operator_28,
            caller=town.caller("郑", "13800005300"),
        )
        assert not ranking(case.service, case.area).candidates

        # The operator phones the taxi company, it cannot help; she calls back and apologises.
        cases.note(case, by=operator_28, note="致电出租车公司，郊区夜间没有车。")
        cases.answer_at_once(
            case, by=operator_28, result=Result.HELPED, answer="回电致歉，提醒深夜注意安全。"
        )

    ended = as_it_is(case)
    assert (ended.status, ended.result) == (Status.CLOSED, Result.HELPED)
    # Helped, not solved; nobody is owed a call; and the catalogue may grow by it.
    assert not case.followups.exists()
    assert list(Case.objects.unmet()) == [case]
    words = [one.said.get("note") for one in journal.story(ended) if "note" in one.said]
    assert words == ["致电出租车公司，郊区夜间没有车。"]
