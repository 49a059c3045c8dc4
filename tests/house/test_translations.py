"""English, the second language: nothing untranslated, nothing half translated, no Chinese left on an English page."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_keywords, parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.test import Client, override_settings

from hotline.demo import records
from hotline.desks.operator import queue, rows
from hotline.dispatch import actions as dispatch
from hotline.dispatch import links
from hotline.followups import actions as followups
from hotline.people.models import Person
from tests.desks.papers import a_case
from tests.stories.steps import as_it_is
from tests.town import Town

from .source import HOUSE

Message = tuple[str | tuple[str, ...], str | None]
"""A msgid, with its plural if it has one, and its context."""

CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef]")
"""Characters, and the full-width stops and brackets between them."""
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|(?<!%)\{\w+\}")
NAMES = {"中文": "a language is called by its own name"}
"""Words that stay Chinese in English, and why."""

SAID = "水槽下面滴水，柜子湿了"
DONE = "换了软管"


@cache
def english() -> Catalog:
    with (HOUSE / "hotline/locale/en/LC_MESSAGES/django.po").open("rb") as file:
        return read_po(file, locale="en")


@cache
def said_by_the_house() -> frozenset[Message]:
    """Gather what `make messages` gathers: its mapping, and its words for lazy texts."""
    makefile = (HOUSE / "Makefile").read_text(encoding="utf-8")
    lazy = re.search(r"^lazy := (.+)$", makefile, re.M)
    assert lazy
    with (HOUSE / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    keywords = parse_keywords(["_", "gettext", "ngettext:1,2", "pgettext:1c,2", "npgettext:1c,2,3"])
    keywords |= parse_keywords(lazy[1].split())
    found = extract_from_dir(HOUSE / "hotline", methods, options, keywords)
    return frozenset((text, context) for _file, _line, text, _comments, context in found)


def translated() -> dict[Message, tuple[str, ...]]:
    """Return what each msgid is in English: one text, or two for one and several."""
    return {
        (one.id if isinstance(one.id, str) else tuple(one.id), one.context): _several(one.string)
        for one in english()
        if one.id
    }


def _several(texts: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return (texts,) if isinstance(texts, str) else tuple(texts or ("",))


def disagreeing(messages: dict[Message, tuple[str, ...]]) -> Iterator[str]:
    """Say where a text and its translation do not hold the same places."""
    for (text, _context), words in messages.items():
        wanted = sorted(PLACEHOLDER.findall(_several(text)[0]))
        for word in words:
            if sorted(PLACEHOLDER.findall(word)) != wanted:
                yield f"{text!r}: {word!r}"


def left_chinese(messages: dict[Message, tuple[str, ...]]) -> Iterator[str]:
    for (text, _context), words in messages.items():
        for word in words:
            if CHINESE.search(word) and word not in NAMES:
                yield f"{text!r}: {word!r}"


def test_all_that_is_said_is_translated_and_nothing_else() -> None:
    ours, known = said_by_the_house(), translated()
    assert len(ours) > 900
    assert [text for text in ours if text not in known] == [], "run `make messages`, then translate"
    assert [text for text in known if text not in ours] == [], "run `make messages`"
    assert [text for text, words in known.items() if not all(words)] == []


def test_no_translation_is_a_guess_or_a_leftover() -> None:
    assert [one.id for one in english() if one.id and one.fuzzy] == []
    assert list(english().obsolete) == []


def test_one_and_several_differ() -> None:
    several = [
        words for (text, _context), words in translated().items() if not isinstance(text, str)
    ]
    assert several
    assert [words for words in several if len(words) != 2 or words[0] == words[1]] == []


def test_places_are_kept() -> None:
    assert list(disagreeing(translated())) == []
    assert list(disagreeing({("剩 %(time)s", None): ("%(tme)s left",)}))
    assert list(disagreeing({("{n} 天", None): ("days",)}))


def test_english_words_are_english() -> None:
    assert list(left_chinese(translated())) == []
    assert list(left_chinese({("工单、派单", None): ("case、dispatch",)}))
    assert NAMES.keys() <= {word for words in translated().values() for word in words}


@pytest.fixture
def spoken(tmp_path: Path) -> Iterator[None]:
    """Speak English as it is written now, compiled or not."""
    folder = tmp_path / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "django.mo").open("wb") as file:
        write_mo(file, english())
    with override_settings(LOCALE_PATHS=[str(tmp_path)]):
        yield


def _of_the_tests() -> set[str]:
    """Return the names of the tests' cast: each word that stands alone in its file."""
    tree = ast.parse((HOUSE / "tests" / "town.py").read_text(encoding="utf-8"))
    told = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    return {word for word in told if isinstance(word, str)}


@cache
def data() -> re.Pattern[str]:
    """Match what is data, not the house's word: cast, sample callers, the words of the cases."""
    sample = {row[column] for row in records.rows("callers") for column in ("surname", "address")}
    told = {SAID, DONE, *NAMES, *sample, *_of_the_tests()}
    words = sorted(filter(CHINESE.search, told), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))


def chinese_of(page: str) -> list[str]:
    """Return the lines of a page that hold Chinese of ours."""
    rest = data().sub("", page)
    return [" ".join(line.split())[:160] for line in rest.splitlines() if CHINESE.search(line)]


def browser(person: Person | None, language: str = "", **options: Any) -> Client:
    """Return a browser in which somebody is signed in, and which may have been told a language."""
    client = Client(**options)
    if person:
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    if language:
        client.cookies["language"] = language
    return client


@pytest.fixture
def addresses(town: Town) -> dict[str, list[str]]:
    """Return what each person reads, after a case was dispatched and another one was done."""
    queue.forget()
    rows.forget()
    me, provider = town.operator_28, town.providers["家家乐"]
    open_case, done_case = a_case(town, SAID), a_case(town, SAID)
    job = dispatch.offer(open_case, to=provider, by=me)
    done = dispatch.offer(done_case, to=provider, by=me)
    dispatch.accept(done, by=me)
    dispatch.finish(done, by=me, answer=DONE, amount=Decimal(50))
    call_back = followups.plan(as_it_is(done_case), by=me)
    assert call_back
    member = provider.members.get()
    mine = [
        "/desk/",
        "/desk/who",
        "/desk/whom",
        "/cases/",
        "/cases/rows",
        "/followups/",
        "/rights/",
        "/me/",
        "/ui/",
    ]
    mine += [
        f"/cases/{one.pk}/{part}"
        for one in (open_case, done_case)
        for part in ("", "beside", "alike")
    ]
    mine += [f"/followups/{call_back.pk}/", "/cases/find?q=138", "/people/"]
    link = links.make(dispatch=job.pk, member=member.pk)
    return {
        "": [
            "/sign-in/",
            "/demo/",
            "/demo/outbox",
            "/demo/phone",
            f"/jobs/t/{link}/",
            "/jobs/t/none/",
        ],
        "op28": mine,
        "lin": ["/jobs/", f"/jobs/{job.pk}/", f"/jobs/{done.pk}/"],
        "admin": ["/people/", f"/people/{me.pk}/", "/nowhere/"],
    }


def _pages(town: Town, addresses: dict[str, list[str]], language: str) -> Iterator[tuple[str, str]]:
    for who, places in addresses.items():
        client = browser(town.people.get(who), language)
        for place in places:
            answer = client.get(place)
            assert answer.status_code in (200, 403, 404, 410), (place, answer.status_code)
            yield f"{who} {place}", answer.content.decode()


def test_english_pages_hold_no_chinese(
    town: Town, addresses: dict[str, list[str]], spoken: None
) -> None:
    chinese = {place for place, page in _pages(town, addresses, "zh-hans") if chinese_of(page)}
    assert len(chinese) >= 20  # what is looked for is there when it should be
    left = {place: chinese_of(page) for place, page in _pages(town, addresses, "en")}
    assert {place: lines for place, lines in left.items() if lines} == {}


def test_refusals_are_said_in_english(
    town: Town, addresses: dict[str, list[str]], spoken: None
) -> None:
    script = browser(town.operator_28, "en", headers={"X-Requested-With": "step-form"})
    case = next(place for place in addresses["op28"] if re.fullmatch(r"/cases/\d+/", place))
    answer = script.post(f"{case}decline", {"key": "a", "ground": "court", "why": "no"})
    assert answer.status_code == 409
    assert answer.content.decode().startswith("“Not ours” cannot be done now")
    assert "This is for: Shift leader, Administrator" in script.get("/people/").content.decode()


def test_a_person_reads_his_own_language_wherever_he_signs_in(town: Town, spoken: None) -> None:
    here, there = browser(town.operator_28), browser(town.operator_28)

    def heading(client: Client) -> str:
        found = re.search(r"<h1>(.+?)</h1>", client.get("/rights/").content.decode())
        return found[1] if found else ""

    assert heading(there) == "权限表"
    here.post("/language/", {"language": "en"})
    assert Person.objects.get(pk=town.operator_28.pk).locale == "en"
    assert (heading(here), heading(there)) == ("Rights", "Rights")
    here.post("/language/", {"language": "zh-hans"})
    assert heading(there) == "权限表"
