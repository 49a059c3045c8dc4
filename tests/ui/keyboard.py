"""A page by the keyboard alone: each thing that can be used is reached by Tab, shows that it is, lets go, and closes by Escape.

What pages can do with keys of their own is tried in `test_keyboard`.
"""

from __future__ import annotations

from playwright.sync_api import Page

MOST = 400
"""Tabs that no page may need."""
WALK = """() => {
    const seen = (e) => e.checkVisibility({visibilityProperty: true}) && !e.closest("[inert]");
    const usable = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]";
    window.walk = {things: [], reached: new Set(), unseen: new Set()};
    const radios = new Set();
    for (const e of document.querySelectorAll(usable)) {
        if (e.disabled || e.tabIndex < 0 || !seen(e) || e.closest("dialog:not([open])")) continue;
        if (e.type === "radio") {  // one stop for a group: the arrows go on from there
            const group = `${e.form ? [...document.forms].indexOf(e.form) : ""} ${e.name}`;
            if (radios.has(group)) continue;
            radios.add(group);
            e.dataset.group = group;
        }
        walk.things.push(e);
    }
    document.activeElement?.blur();
}"""
STEP = """() => {
    const e = document.activeElement;
    if (!e || e === document.body) return "outside";
    const here = e.type === "radio"
        ? walk.things.find((one) => one.type === "radio" && one.name === e.name && one.form === e.form) ?? e : e;
    const again = walk.reached.has(here) && walk.last !== e;  // a date is three stops of its own
    walk.last = e;
    walk.reached.add(here);
    const rings = (one) => {
        const style = getComputedStyle(one);
        return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
    };
    let near = e;
    for (let up = 0; near && up < 4; up++, near = near.parentElement) if (rings(near)) return again ? "again" : "";
    const mark = e.nextElementSibling;
    if (e.labels?.[0] && (rings(e.labels[0]) || [...e.labels[0].children].some(rings))) return again ? "again" : "";
    if (mark && rings(mark)) return again ? "again" : "";
    walk.unseen.add(e);
    return again ? "again" : "";
}"""
SAY = """(which) => [...which === "missed"
    ? walk.things.filter((e) => !walk.reached.has(e) && e.isConnected && e.checkVisibility({visibilityProperty: true}))
    : walk.unseen].map((e) => e.outerHTML.slice(0, 160))"""


def walk(page: Page) -> list[str]:
    """Go through a page by Tab, once around; return what is wrong with the way."""
    page.evaluate(WALK)
    faults, again, outside = [], 0, 0
    for _ in range(MOST):
        page.keyboard.press("Tab")
        where = page.evaluate(STEP)
        again = again + 1 if where == "again" else 0
        outside += (
            where == "outside"
        )  # a page that begins in the middle is left once and entered again
        if outside > 1 or again > 1:
            break
    else:
        faults.append(f"after {MOST} tabs there is no end")
    faults += [f"not reached by Tab: {html}" for html in page.evaluate(SAY, "missed")]
    return faults + [
        f"has the focus and does not show it: {html}" for html in page.evaluate(SAY, "unseen")
    ]


def escapes(page: Page) -> list[str]:
    """Open every dialog that a visible button opens, and close it by Escape; return what is wrong with them."""
    faults = []
    for name in page.evaluate(
        "() => [...document.querySelectorAll('[data-opens]')].filter((e) => e.checkVisibility())"
        ".map((e) => e.dataset.opens)"
    ):
        opener = page.locator(f'[data-opens="{name}"]').filter(visible=True).first
        opener.focus()
        page.keyboard.press("Enter")
        if not page.evaluate("() => !!document.querySelector('dialog[open]')"):
            faults.append(f"Enter does not open {name}")
            continue
        if not page.evaluate(
            "() => document.querySelector('dialog[open]').contains(document.activeElement)"
        ):
            faults.append(f"the focus does not go into {name}")
        page.keyboard.press("Escape")
        if page.evaluate("() => !!document.querySelector('dialog[open]')"):
            faults.append(f"Escape does not close {name}")
            page.evaluate("() => document.querySelector('dialog[open]').close()")
        elif page.evaluate("() => document.activeElement?.dataset?.opens") != name:
            faults.append(f"closed, {name} does not give the focus back")
    return faults
