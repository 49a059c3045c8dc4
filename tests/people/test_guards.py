"""Who may open a page, and what the others are told."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from hotline.people import guards, permissions
from hotline.people.models import Person
from hotline.people.roles import DESK, RIGHT_LABELS, RIGHTS, STAFF, Role
from tests.people.staff import Cast, browser


@guards.role_required(DESK)
def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("desk")


def ask(person: Person, view: object = page, **headers: str) -> HttpResponse:
    request = RequestFactory().get("/desk/", headers=headers)
    request.user = person
    assert callable(view)
    response = view(request)
    assert isinstance(response, HttpResponse)
    return response


def test_a_guard_lets_its_roles_in_and_its_view_says_which(cast: Cast) -> None:
    assert ask(cast.operator).content == b"desk"
    assert page.guard == DESK  # type: ignore[attr-defined]
    assert guards.staff_only(page).guard == STAFF  # type: ignore[attr-defined]
    assert guards.right("read_journal")(page).guard == Role.AUDITOR  # type: ignore[attr-defined]


def test_a_page_of_somebody_signed_in_is_kept_by_no_cache(cast: Cast) -> None:
    assert "no-store" in ask(cast.operator)["Cache-Control"]


def test_another_role_is_told_whose_page_it_is_and_where_to_go(cast: Cast) -> None:
    response = ask(cast.provider)
    words = response.content.decode()
    assert response.status_code == 403
    assert "受理员、值班长、回访员" in words
    assert "加盟企业" in words
    assert 'href="/jobs/"' in words


def test_a_script_of_another_role_gets_one_sentence(cast: Cast) -> None:
    response = ask(cast.provider, **{"X-Requested-With": "live-region"})
    assert response.status_code == 403
    assert response.content.decode() == "这里由受理员、值班长、回访员办理，您是加盟企业"


def test_a_browser_s_fetch_is_a_script_and_its_navigation_is_not(cast: Cast) -> None:
    client = Client()
    assert client.get("/rights/", headers={"Sec-Fetch-Mode": "cors"}).status_code == 401
    assert client.get("/rights/", headers={"Sec-Fetch-Mode": "navigate"}).status_code == 302


def test_whoever_has_no_role_at_all_opens_nothing(cast: Cast) -> None:
    Person.objects.filter(pk=cast.operator.pk).update(roles=[])
    assert browser("operator28").get("/rights/").status_code == 403


def test_the_table_holds_every_step_and_every_right(db: None) -> None:
    from hotline.life.steps import LIVES

    chapters = {chapter.kind: chapter for chapter in permissions.table()}
    assert set(chapters) == {*LIVES, "right"}
    for kind, life in LIVES.items():
        lines = {line.name: line for line in chapters[kind].lines}
        assert set(lines) == set(life.steps)
        for step in life.steps.values():
            assert {role for role in Role if role & step.by} == lines[step.name].roles


def test_every_right_has_words() -> None:
    assert set(RIGHT_LABELS) == set(RIGHTS)


def test_the_table_of_rights_is_shown_to_everybody_signed_in(cast: Cast) -> None:
    words = browser("jiajiale").get("/rights/").content.decode()
    assert 'scope="rowgroup"' in words
    assert "hand_over" in words
    assert "unlock_people" in words
