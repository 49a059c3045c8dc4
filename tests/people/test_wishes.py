"""Language, theme, and what a page costs."""

from __future__ import annotations

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hotline.people.models import Person
from tests.people.staff import Cast, browser, type_in


def test_a_person_s_language_follows_him_to_another_browser(cast: Cast) -> None:
    client = browser("operator28")
    response = client.post("/language/", {"language": "en", "next": "/rights/"})
    assert response["Location"] == "/rights/"
    assert client.cookies["language"].value == "en"
    assert Person.objects.get(pk=cast.operator.pk).locale == "en"
    assert 'lang="en"' in browser("operator28").get("/rights/").content.decode()


def test_a_stranger_s_language_is_kept_by_his_browser(db: None) -> None:
    client = Client()
    client.post("/language/", {"language": "en"})
    assert '<html lang="en"' in client.get("/sign-in/").content.decode()
    assert client.post("/language/", {"language": "xx"}).status_code == 404


def test_the_theme_is_kept_by_the_browser(db: None) -> None:
    client = Client()
    client.post("/theme/", {"theme": "dark"})
    assert 'data-theme="dark"' in client.get("/sign-in/").content.decode()
    client.post("/theme/", {"theme": ""})
    assert "data-theme" not in client.get("/sign-in/").content.decode()
    assert client.post("/theme/", {"theme": "pink"}).status_code == 404


def test_wishes_are_posted(db: None) -> None:
    assert Client().get("/language/").status_code == Client().get("/theme/").status_code == 405


def test_a_page_costs_one_query_for_session_and_person(cast: Cast) -> None:
    client = browser("operator28")
    client.get("/rights/")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get("/rights/")
    assert len(asked) == 1


def test_the_front_page_sends_everybody_on(cast: Cast) -> None:
    client = Client()
    assert client.get("/")["Location"] == "/sign-in/"
    type_in(client, "jiajiale")
    assert client.get("/")["Location"] == "/jobs/"
