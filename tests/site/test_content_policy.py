"""No page breaks the content security policy: every page that links lead to, in a real browser, for every role."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from tests.people.service import chromium, served

__all__ = ["chromium"]

WHO = ("operator28", "leader01", "admin", "jiajiale")
MOST = 20
"""Pages a role: the same page about another case breaks nothing that the first did not."""
ROOTS = ("/", "/sign-in/", "/ui/", "/rights/", "/me/", "/me/factors/", "/me/password/", "/demo/")
LISTEN = """
  globalThis.broken = [];
  addEventListener("securitypolicyviolation", (event) =>
    globalThis.broken.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
"""


@pytest.fixture
def town(committed: str) -> Iterator[str]:
    """Serve the sample town to real browsers."""
    from hotline.demo.town import load

    load()
    with served() as address:
        yield address


def shape(path: str) -> str:
    """Return what kind of page an address leads to: numbers and tokens are left out."""
    parts = (part if part.isalpha() or "-" in part[:-8] else "…" for part in path.split("/"))
    return "/".join(parts)


def walk(page: Page, roots: tuple[str, ...]) -> dict[str, list[str]]:
    """Open every kind of page that links lead to; return what each broke."""
    seen: dict[str, list[str]] = {}
    waiting = list(roots)
    while waiting and len(seen) < MOST:
        path = waiting.pop(0)
        if shape(path) in seen:
            continue
        said: list[str] = []

        def hear(message: ConsoleMessage, said: list[str] = said) -> None:
            if "Content Security Policy" in message.text or "Permissions-Policy" in message.text:
                said.append(message.text)

        page.on("console", hear)
        page.goto(path, wait_until="load")
        page.wait_for_timeout(150)
        said += page.evaluate("globalThis.broken")
        page.remove_listener("console", hear)
        seen[shape(path)] = said
        links = page.eval_on_selector_all("a[href]", "all => all.map((a) => a.href)")
        rows = page.eval_on_selector_all("[data-href]", "all => all.map((a) => a.dataset.href)")
        ours = [urlsplit(link).path for link in links if link.startswith(page.url[:20])]
        waiting += [one for one in [*ours, *rows] if not one.startswith("/static/")]
    return seen


def test_no_page_breaks_the_policy(town: str, chromium: Browser) -> None:
    from hotline.people import queries

    known = {one.username for one in queries.sample_people()}
    assert known.issuperset(WHO)
    broken: dict[str, list[str]] = {}
    for username in ("", *WHO):
        context: BrowserContext = chromium.new_context(base_url=town, locale="zh-CN")
        context.set_default_timeout(20_000)
        context.add_init_script(LISTEN)
        page = context.new_page()
        if username:
            page.goto("/sign-in/")
            page.locator(f'button[value="{username}"]').click()
            page.wait_for_url(lambda url: "/sign-in" not in url)
        seen = walk(page, ROOTS)
        assert len(seen) >= (len(ROOTS) - 2 if username else 4), sorted(seen)
        broken |= {path: said for path, said in seen.items() if said}
        context.close()
    assert broken == {}


def test_what_breaks_the_policy_is_seen(committed: str, chromium: Browser) -> None:
    with served() as address:
        _break(chromium.new_page(base_url=address))


def _break(page: Page) -> None:
    page.add_init_script(LISTEN)
    page.goto("/sign-in/")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">')")
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {text: '1'}))"
    )
    page.wait_for_timeout(100)
    broken = page.evaluate("globalThis.broken")
    assert {one.split()[0] for one in broken} == {"style-src-attr", "script-src-elem"}
    page.close()
