"""What people do at the pages: an operator with the keyboard alone, a plumber with a thumb."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.async_api import Browser, BrowserContext, Locator, Page, expect

from tests.stories.conftest import PATIENCE_MS

if TYPE_CHECKING:
    from tests.town import Town

SAID = "我家厨房水槽下面的水管漏水了，虹桥社区，想让你们叫人帮忙修一下。"
WAIT_S = 60.0  # on a machine with much else to do
KEYS = "keys struck"
"""Under this name a test hands on what was counted; the run's last lines print it."""
WRITES = "textarea, select, input:not([type=checkbox], [type=radio], [type=submit])"
"""Where a letter is a letter and no order."""
REACTION_MS = 450  # nobody is quicker, and the pages take a press that is for the one before
PHONE = {"width": 390, "height": 844}


class Operator:
    """Somebody at a desk who never takes the hand off the keyboard."""

    def __init__(self, page: Page) -> None:
        self.page, self.faults = page, list[str]()
        self.struck = list[str]()
        """Every key struck since the story began, but for the words that were written."""
        page.on("pageerror", lambda fault: self.faults.append(str(fault)))

    async def strike(self, *keys: str) -> None:
        """Strike keys, one after the other."""
        for key in keys:
            self.struck.append(key)
            await self.page.keyboard.press(key)

    def begins(self) -> None:
        """Count the keys from here."""
        self.struck.clear()

    def told_in(self, most: int) -> str:
        """Fail when the story took more keys than that; say which they were."""
        counted = f"{len(self.struck)} of {most}: {' '.join(self.struck)}"
        assert len(self.struck) <= most, counted
        return counted

    async def go_to(self, letter: str, address: str) -> None:
        """Go to another page by its two keys, out of whatever is being written."""
        await self.can_strike(f"G {letter.upper()}")
        while await self.page.evaluate("w => document.activeElement?.matches(w)", WRITES):
            await self.strike("Shift+Tab")
        await self.strike("g", letter)
        await self.page.wait_for_url(address)

    async def write(self, words: str) -> None:
        """Write where the cursor stands."""
        await self.page.keyboard.type(words)

    async def tab_to(self, field: str) -> None:
        """Go on from field to field until the one that is meant."""
        for _ in range(80):
            if await self.page.evaluate("w => document.activeElement?.matches(w)", field):
                return
            await self.strike("Tab")
        raise AssertionError(f"the tab key does not lead to {field}")

    async def can_strike(self, key: str) -> Locator:
        """Wait until the page shows that this key does something, and return what."""
        shown = self.page.locator(f'[data-key="{key}"]:not(:disabled)').filter(visible=True).first
        await expect(shown).to_be_visible()
        await self.page.wait_for_timeout(REACTION_MS)
        return shown

    async def sign_in(self, username: str, password: str) -> None:
        """Come in by the door, to the desk."""
        await self.page.goto("/sign-in/?next=/desk/")
        await self.tab_to("#login")
        await self.write(username)
        await self.strike("Tab")
        await self.write(password)
        await self.strike("Enter")
        await self.page.wait_for_url("**/desk/")

    async def sign_on(self, telephone: str = "sip") -> None:
        """Sign in to the seat, at a telephone where there is a choice."""
        await expect(self.page.locator("live-stream[data-state=live]")).to_be_attached()
        choice = self.page.locator('[data-opens="telephone"]')
        if await choice.count():
            await self.tab_to('[data-opens="telephone"]')
            await self.strike("Enter")
            button = self.page.locator(f'#telephone button[value="{telephone}"]')
            await self.strike(await button.get_attribute("data-key") or "")
            await expect(button).not_to_be_visible()
        else:
            await self.tab_to('form[action$="/seat/sign_in"] button')
            await self.strike("Enter")
        await self.can_strike("F6")

    async def take_seat(self) -> None:
        """Sign in to the seat and be ready."""
        await self.sign_on()
        await self.be_ready()

    async def be_ready(self) -> None:
        """Take calls from now on."""
        await self.strike("F6")
        await expect(self.page.locator('[data-opens="break"]')).to_be_visible()

    async def leave_a_mark(self) -> None:
        """Mark the page, so that one that was loaded anew is known."""
        await self.page.evaluate("window.unbroken = true")

    async def was_not_reloaded(self) -> None:
        """Fail when the page was loaded anew since it was marked."""
        assert await self.page.evaluate("window.unbroken === true"), "the page was reloaded"

    def bar(self, state: str) -> Locator:
        """Return the bar of a call in this state."""
        return self.page.locator(f'.call-top .callbar[data-state="{state}"]')

    async def send_to(self, provider: str) -> None:
        """Take the suggestions for service and place by key, and send the case by key."""
        await self.can_strike("Alt+1")
        await self.strike("Alt+1")
        await self.can_strike("Alt+0")
        await self.strike("Alt+0")
        await expect(self.page.locator("[data-warm]")).to_contain_text(provider)
        async with self.page.expect_response("**/desk/write") as written:
            await self.strike("Control+Enter")
        assert (await written.value).ok, await (await written.value).text()


def password(cast: Town, who: str = "op28") -> str:
    """Give somebody, operator 28 if nobody else is named, a password."""
    from hotline.people import actions as people

    return people.set_password(cast.people[who], by=cast.people["admin"])


async def at_desk(browser: Browser, address: str) -> Operator:
    """Give somebody a desk."""
    context = await _context(browser, address, {"width": 1440, "height": 900})
    return Operator(await context.new_page())


async def with_phone(browser: Browser, address: str) -> Page:
    """Give somebody a telephone with a browser."""
    context = await _context(browser, address, PHONE)
    return await context.new_page()


async def come_in(page: Page, username: str, to: str) -> None:
    """Come in by the sample town's door, and go to a page."""
    await page.goto("/sign-in/")
    async with page.expect_navigation():
        await page.locator(f'button[name="username"][value="{username}"]').click()
    await page.goto(to)


async def fill_in(page: Page, dialog: str, picked: str = "", **words: str) -> None:
    """Open a step's dialog by its button, pick one of a few, write, and send it off."""
    opener = page.locator(f'[data-opens="{dialog}"]').filter(visible=True)
    await expect(opener).to_be_visible()
    await page.wait_for_timeout(REACTION_MS)
    await opener.click()
    form = page.locator(f"#{dialog}")
    if picked:
        await form.locator(
            f'input[value="{picked}"] + *, label:has(input[value="{picked}"])'
        ).first.click()
    for name, said in words.items():
        await form.locator(f'[name="{name}"]').fill(said)
    await form.locator('button[type="submit"]').click()
    await expect(form).not_to_be_visible()


async def press(page: Page, act: str) -> None:
    """Press the button that sends the form whose address ends with *act*."""
    await page.locator(f'form[action$="/{act}"] button[type="submit"]').first.click()


async def job_is(page: Page, word: str) -> None:
    """Wait until the provider's page says where the job stands."""
    await expect(page.locator(".job")).to_have_attribute("aria-label", re.compile(word))


async def _context(browser: Browser, address: str, size: dict[str, int]) -> BrowserContext:
    context = await browser.new_context(
        base_url=address,
        viewport={"width": size["width"], "height": size["height"]},
        has_touch=size is PHONE,
        locale="zh-CN",
    )
    context.set_default_timeout(PATIENCE_MS)
    return context
