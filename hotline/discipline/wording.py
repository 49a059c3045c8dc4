"""How the ladder and what stands of it are put into words, for the line's own people and for the provider alike."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hotline.journal.queries import Told
from hotline.life.steps import Life
from hotline.rules.book import Book

from .cards import GRAVE, Colour, Fault, weight


def ladder(book: Book) -> str:
    """Say the ladder in a sentence, as the rules have it now."""
    grave = _("、").join(str(one.label) for one in Fault if weight(one, book) == GRAVE)
    said = _(
        "查实有责先发黄牌，有效期内第 %(red)s 次发红牌，第 %(out)s 次清退；一张牌算 %(days)s 天。"
    ) % {
        "red": book["red_card_faults"],
        "out": book["expel_faults"],
        "days": book["card_counts_days"],
    }
    return said + (_("%(grave)s属严重，两人批准即清退。") % {"grave": grave} if grave else "")


def would_bring(colour: Colour) -> str:
    """Say what one more fault would bring."""
    return _("再有一次查实有责：%(card)s。") % {"card": colour.label}


def act(life: Life, name: str) -> str:
    """Return the word of an act of a complaint, a card or a rectification."""
    words = {"lodge": _("提出投诉"), "give": _("发牌"), "owe": _("要求整改")}
    return str(life.steps[name].done) if name in life.steps else words.get(name, name)


def words_of(told: Told) -> str:
    """Return the free words of an entry."""
    said = (told.said.get(name) for name in ("words", "question", "why", "plan", "seen"))
    return _("；").join(one for one in said if one)
