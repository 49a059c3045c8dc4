"""What every answer tells the browser to refuse, and what TLS in front adds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client

import hotline
from hotline.site import headers
from tests.house.addresses import ALL, Address
from tests.house.test_access import each

HOUSE = Path(hotline.__file__).parent
TEMPLATES = sorted(HOUSE.glob("**/templates/**/*.html"))
EXPECTED = {
    **headers.HEADERS,
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}


def directives(policy: str) -> dict[str, str]:
    """Read a content security policy."""
    return dict(part.strip().split(" ", 1) for part in policy.split(";"))


@each(ALL)
def test_every_address_answers_with_every_header(db: None, address: Address) -> None:
    for method in ("get", "post"):
        answer = getattr(Client(raise_request_exception=False), method)(address.path)
        missing = {name for name in EXPECTED if name not in answer.headers}
        assert missing == set(), f"{method} {answer.status_code}"


@pytest.mark.parametrize("path", ["/static/ui/css/hotline.css", "/no-such-page"])
def test_files_and_faults_have_them_too(db: None, path: str) -> None:
    answer = Client().get(path)
    assert {name for name in EXPECTED if name not in answer.headers} == set()


def test_nothing_inline_and_nothing_evaluated_is_allowed(db: None) -> None:
    policy = directives(Client().get("/sign-in/")["Content-Security-Policy"])
    assert "unsafe" not in str(policy)
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    for kind in ("script-src", "style-src", "connect-src", "form-action", "worker-src"):
        assert policy[kind] == "'self'"


def test_browsers_are_told_to_come_back_by_tls_where_there_is_tls(db: None) -> None:
    plain, over_tls = (
        Client().get("/sign-in/"),
        Client().get("/sign-in/", headers={"X-Forwarded-Proto": "https"}),
    )
    assert "Strict-Transport-Security" not in plain.headers
    assert over_tls["Strict-Transport-Security"] == "max-age=31536000"


INLINE = re.compile(r"\sstyle=|<style|\son[a-z]+=\"|javascript:|\"style\":|hx-on", re.I)
SCRIPT = re.compile(r"<script(?![^>]*(?: src=|application/json))[^>]*>")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(HOUSE)))
def test_no_template_holds_what_the_policy_forbids(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert (INLINE.findall(text), SCRIPT.findall(text)) == ([], [])


def test_no_module_writes_what_the_policy_forbids() -> None:
    guilty = [
        path.relative_to(HOUSE)
        for path in HOUSE.glob("**/*.py")
        if re.search(r"[ \"']style=[\"{\\]|<script>|<style>", path.read_text(encoding="utf-8"))
    ]
    assert guilty == []


def test_every_width_of_a_column_has_its_rule() -> None:
    rules = (HOUSE / "ui/static/ui/css/measures.css").read_text(encoding="utf-8")
    asked = {
        width
        for path in [*TEMPLATES, *HOUSE.glob("**/*.py")]
        for width in re.findall(r'"width": "([^"]+)"', path.read_text(encoding="utf-8"))
    }
    assert asked
    assert sorted(one for one in asked if f'col[data-width="{one}"]' not in rules) == []


def test_what_is_used_up_has_a_rule_for_each_hundredth() -> None:
    rules = (HOUSE / "ui/static/ui/css/measures.css").read_text(encoding="utf-8")
    assert [
        n for n in range(101) if f'[data-used="{n}"] {{ --used: {n / 100:g}; }}' not in rules
    ] == []
