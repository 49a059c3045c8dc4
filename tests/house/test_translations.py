"""English, the second language: nothing untranslated, nothing half translated, each in his own language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
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

from hotline.cases import actions as cases
from hotline.people.models import Person
from tests.desks.papers import a_case
from tests.town import Town

from .source import HOUSE

Message = tuple[str | tuple[str, ...], str | None]
"""A msgid, with its plural if it has one, and its context."""

CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef]")
"""Characters, and the full-width stops and brackets between them."""
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|(?<!%)\{\w+\}")
MANY = re.compile(r"%\((?:[nhs]\)s|\w+\)d) (?:[a-z]+ )?(?!has\b|was\b|is\b)[a-z]{2,}s\b")
"""A number before a word that stands for several."""
ALWAYS_MANY = {
    "一次最多传 %(n)s 个文件。": "MOST_AT_ONCE of hotline/papers/forms.py",
    "超过 %(n)d 行，请分成几个文件再上传。": "ROWS_MOST of hotline/sheets/reading.py",
    "第 %(line)d 行超过 %(n)d 列，请删去多余的列。": "COLUMNS_MOST of hotline/sheets/reading.py",
    "第 %(line)d 行有一格超过 %(n)d 字，请写短一些。": "CELL_MOST of hotline/sheets/reading.py",
    "至少 %(n)s 个字符，不要用姓名、工号和常见的词": "LENGTH_LEAST of hotline/people/passwords.py",
    "至少 %(n)s 个字符，一句好记的话最好；不必有大写和符号": "LENGTH_LEAST of hotline/people/passwords.py",
}
"""Words whose number is fixed and greater than one, and where it is."""
NAMES = {"中文": "a language is called by its own name"}
"""Words that stay Chinese in English, and why."""


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


def only_for_many(messages: dict[Message, tuple[str, ...]]) -> set[str]:
    """Return the texts whose translation would be wrong for one of what it counts."""
    return {
        text
        for (text, _context), words in messages.items()
        if isinstance(text, str) and any(MANY.search(word) for word in words)
    }


def test_what_is_counted_can_be_one() -> None:
    assert only_for_many(translated()) == set(ALWAYS_MANY)
    bad: dict[Message, tuple[str, ...]] = {
        ("剩 %(n)s 天", None): ("%(n)s days left",),
        ("%(x)d 行", None): ("%(x)d wrong lines",),
    }
    good: dict[Message, tuple[str, ...]] = {
        ("剩 %(n)s 天", None): ("%(n)s d left",),
        ("%(n)s 来", None): ("Nobody; %(n)s has come",),
    }
    assert (len(only_for_many(bad)), only_for_many(good)) == (2, set())


def test_places_are_kept() -> None:
    assert list(disagreeing(translated())) == []
    assert list(disagreeing({("剩 %(time)s", None): ("%(tme)s left",)}))
    assert list(disagreeing({("{n} 天", None): ("days",)}))


def test_english_words_are_english() -> None:
    assert list(left_chinese(translated())) == []
    assert list(left_chinese({("工单、派单", None): ("case、dispatch",)}))
    assert NAMES.keys() <= {word for words in translated().values() for word in words}


@contextmanager
def speaking_english(root: Path) -> Iterator[None]:
    """Speak English as it is written now, compiled or not."""
    folder = root / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "django.mo").open("wb") as file:
        write_mo(file, english())
    with override_settings(LOCALE_PATHS=[str(root)]):
        yield


@pytest.fixture
def spoken(tmp_path: Path) -> Iterator[None]:
    with speaking_english(tmp_path):
        yield


def browser(person: Person, language: str = "", **options: Any) -> Client:
    """Return a browser in which somebody is signed in, and which may have been told a language."""
    client = Client(**options)
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    if language:
        client.cookies["language"] = language
    return client


def test_refusals_are_said_in_english(town: Town, spoken: None) -> None:
    script = browser(town.operator_28, "en", headers={"X-Requested-With": "step-form"})
    case = a_case(town)
    cases.withdraw(case, by=town.operator_28, why="不要了")
    answer = script.post(f"/cases/{case.pk}/decline", {"key": "a", "ground": "court", "why": "no"})
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
