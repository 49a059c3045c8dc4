"""The pages of circulars: what the line does with one, what a unit reads, and every figure a way to what it counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest

from hotline import clock
from hotline.assignments.models import Assignment
from hotline.cases.models import Kind
from hotline.circulars import actions as circulars
from hotline.circulars.life import Status
from hotline.circulars.models import Circular
from hotline.departments.models import Unit
from hotline.desks.circulars.views.behind import PAGE
from hotline.people.models import Person
from tests import sample
from tests.circulars.days import DUE, NEXT_MORNING, case, drafted, published, second
from tests.stories.steps import as_it_is
from tests.town import Town, at


@pytest.fixture(autouse=True)
def _next_morning() -> Iterator[None]:
    with clock.frozen(NEXT_MORNING):
        yield


def reads(person: Person, path: str, status: int = 200) -> str:
    answer = sample.signed_in(person).get(path)
    assert answer.status_code == status, answer.content.decode()[:400]
    return answer.content.decode()


def posts(person: Person, path: str, **given: object) -> int:
    return sample.signed_in(person).post(path, {**given, "key": path}).status_code


def test_the_clerk_finds_the_draft_edits_its_words_and_another_publishes_it(town: Town) -> None:
    made = drafted(town)
    writer, here = town.people["reviewer"], f"/circulars/{made.pk}"
    assert made.title in reads(writer, "/circulars/")
    assert made.opening in reads(writer, f"{here}/")
    form = reads(writer, f"{here}/words")
    assert made.opening in form
    assert f'name="seen" value="{made.version}"' in form or f'value="{made.version}"' in form
    given = {
        "title": "九月八日通报",
        "opening": "平稳。",
        "findings": "一条",
        "asks": "",
        "seen": made.version,
    }
    assert posts(writer, f"{here}/edit", **given) == 302
    assert posts(writer, f"{here}/submit") == 302
    assert "要另一位" in reads(writer, f"{here}/")
    assert posts(writer, f"{here}/approve") == 403
    leader_page = reads(town.leader, f"{here}/")
    assert f"{here}/approve" in leader_page
    assert posts(town.leader, f"{here}/approve") == 302
    assert posts(town.leader, f"{here}/publish") == 302
    now = as_it_is(made)
    assert (now.status, now.title, now.opening) == (Status.PUBLISHED, "九月八日通报", "平稳。")
    assert "平稳。" in reads(town.people["clerk"], f"{here}/")


def test_old_words_are_shown_beside_the_new_draft_which_can_be_taken(town: Town) -> None:
    made, writer = drafted(town), town.people["reviewer"]
    here = f"/circulars/{made.pk}"
    assert "按旧数写的" not in reads(writer, f"{here}/")
    assert f"{here}/reword" not in reads(writer, f"{here}/words")
    made = circulars.edit(made, by=writer, title="通报", opening="受理工单 3 件。")
    case(town, at(9, day=DUE), kind=Kind.QUESTION)
    assert posts(writer, f"{here}/recount") == 302
    page = reads(writer, f"{here}/")
    assert "按旧数写的" in page
    assert f"{here}/reword" not in page, "it is taken where one sees it"
    words = reads(writer, f"{here}/words")
    assert "受理工单 3 件。" in words
    assert "受理工单 4 件" in words
    assert posts(writer, f"{here}/submit") == 302
    assert "按旧数写的" in reads(town.leader, f"{here}/"), "whoever approves is told, too"
    assert posts(town.leader, f"{here}/send_back", why="数不对") == 302
    assert posts(writer, f"{here}/reword") == 302
    assert "受理工单 4 件" in as_it_is(made).opening
    assert "按旧数写的" not in reads(writer, f"{here}/")


def test_whoever_wrote_it_is_offered_no_button_to_approve(town: Town) -> None:
    made = circulars.submit(drafted(town), by=town.leader)
    page = reads(town.leader, f"/circulars/{made.pk}/")
    assert f"/circulars/{made.pk}/approve" not in page
    assert f"/circulars/{made.pk}/approve" in reads(second(town), f"/circulars/{made.pk}/")


def test_tables_stand_beside_charts_and_open_into_their_cases(town: Town) -> None:
    made = published(town)
    page = reads(town.leader, f"/circulars/{made.pk}/")
    assert page.count('<svg class="chart"') >= 2
    assert 'role="img" aria-label="' in page
    power = Unit.objects.get(short="供电公司")
    way = f"/circulars/{made.pk}/behind?unit={power.pk}&amp;measure=concluded"
    assert way in page
    behind = reads(town.leader, way.replace("&amp;", "&"))
    assert behind.count(">算<") == 3
    assert behind.count(">不算<") == 1
    kind = reads(town.leader, f"/circulars/{made.pk}/behind?kind=complaint")
    assert kind.count('class="opens" href="/cases/') == 2
    for of in ("taken", "closed", "outside", "concluded", "called_back", "solved", "satisfied"):
        assert f'href="/circulars/{made.pk}/behind?of={of}"' in page
        assert "没有这样的" not in reads(town.leader, f"/circulars/{made.pk}/behind?of={of}")
    reads(town.leader, f"/circulars/{made.pk}/behind?of=calls", 404)
    assert "不逐个列出" in page, "and what does not open says why"


def test_a_list_behind_a_figure_goes_on_page_by_page(town: Town) -> None:
    """Nothing is left out without a word, however long a list is."""
    for _ in range(PAGE):
        case(town, at(9, day=DUE), kind=Kind.COMPLAINT)
    made = drafted(town)
    way = f"/circulars/{made.pk}/behind?kind=complaint"
    numbers = [
        found
        for page in (1, 2)
        for found in re.findall(
            r'class="opens" href="/cases/(\d+)/', reads(town.leader, f"{way}&page={page}")
        )
    ]
    assert len(set(numbers)) == len(numbers) == PAGE + 2
    assert "?kind=complaint&amp;page=2" in reads(town.leader, way)


def test_a_unit_opens_its_own_figures_and_only_reads_the_others(town: Town) -> None:
    made, clerk = published(town), town.people["clerk"]
    assert 'href="/circulars/"' in reads(clerk, "/inbox/"), "there is a way to it from its own desk"
    page = reads(clerk, f"/circulars/{made.pk}/")
    own, other = (Unit.objects.get(short=short) for short in ("执法局", "供电公司"))
    assert "市供电公司" in page
    assert f"behind?unit={own.pk}&amp;" in page
    assert f"behind?unit={other.pk}&amp;" not in page
    assert "behind?kind=" not in page
    assert 'href="/cases/' not in page
    assert "经过" not in page, "who did what to it is the line's own"
    opened = reads(clerk, f"/circulars/{made.pk}/behind?unit={own.pk}")
    for key in made.marks[str(own.pk)][0]:
        assert f'href="/inbox/assignments/{key}/"' in opened, "its own people go to its own page"
    ended = Assignment.objects.get(unit=own, reply_by_at__day=8, status="ended")
    reads(clerk, f"/inbox/assignments/{ended.pk}/")
    assert 'href="/cases/' not in opened
    for what in ("back", "late"):
        assert f"behind?unit={own.pk}&amp;measure={what}" in page
        behind = reads(clerk, f"/circulars/{made.pk}/behind?unit={own.pk}&measure={what}")
        assert behind.count('class="opens"') == 1
    others = reads(clerk, f"/circulars/{made.pk}/behind?unit={other.pk}")
    assert "没有这样的交办件" in others, "what is another's is not shown"
    reads(clerk, f"/circulars/{made.pk}/behind", 404)
    reads(clerk, f"/circulars/{made.pk}/behind?of=satisfied", 404)
    reads(clerk, f"/circulars/{made.pk}/behind?unit={own.pk}&measure=who", 404)
    reads(clerk, f"/circulars/{made.pk}/words", 403)
    reads(town.people["lin"], f"/circulars/{made.pk}/", 403)


def test_what_was_withdrawn_says_so_and_why_to_whoever_reads_it(town: Town) -> None:
    made = circulars.withdraw(published(town), by=town.leader, why="把供水的算给了供电")
    page = reads(town.people["clerk"], f"/circulars/{made.pk}/")
    assert "已撤回" in page
    assert "把供水的算给了供电" in page


def test_the_button_drafts_now_and_says_so_where_there_is_one(town: Town) -> None:
    drafted(town)
    leader = town.leader
    assert "现在出草稿" in reads(leader, "/circulars/")
    assert "现在出草稿" not in reads(town.people["clerk"], "/circulars/")
    assert posts(leader, "/circulars/draft", span="day") == 409
    assert posts(leader, "/circulars/draft", span="week") == 302
    assert Circular.objects.filter(span="week").count() == 1
    assert posts(leader, "/circulars/draft", span="year") == 422
    assert posts(leader, "/circulars/draft", span="day", day="2012-09-31") == 422
    assert posts(town.operator_28, "/circulars/draft", span="month") == 403


def test_a_withdrawn_one_is_made_again_by_naming_a_day_in_it(town: Town) -> None:
    circulars.withdraw(published(town), by=town.leader, why="数错了")
    with clock.frozen(NEXT_MORNING + timedelta(days=20)):
        for key, (span, day) in enumerate((("day", "2012-09-08"), ("week", "2012-09-19"))):
            given = {"span": span, "day": day, "key": f"k{key}"}
            answer = sample.signed_in(town.leader).post("/circulars/draft", given)
            assert answer.status_code == 302, answer.content.decode()
    made = Circular.objects.filter(status=Status.DRAFT).order_by("pk")
    assert [(one.span, str(one.from_on), str(one.until_on)) for one in made] == [
        ("day", "2012-09-08", "2012-09-08"), ("week", "2012-09-17", "2012-09-23"),
    ]  # fmt: skip
    assert posts(town.leader, "/circulars/draft", span="week", day="2012-09-08") == 409, (
        "it is not over"
    )


def test_the_list_keeps_to_one_kind(town: Town) -> None:
    made = published(town)
    assert made.title in reads(town.people["clerk"], "/circulars/?span=day")
    assert made.title not in reads(town.people["clerk"], "/circulars/?span=month")


def test_the_print_page_is_the_same_paper(town: Town) -> None:
    made = published(town)
    page = reads(town.people["clerk"], f"/circulars/{made.pk}/print")
    assert "第 1 期" in page
    assert made.opening in page
    assert "print.css" in page
