"""What can happen to a handover, from the sheet that fills itself in to the second signature."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hotline.life.asks import Words
from hotline.life.steps import STAYS, Life, Step
from hotline.people.roles import DESK, Role


class Status(TextChoices):
    """Where a handover stands."""

    DRAWN = "drawn", _("待交班")  # filled in; the shift that goes has not signed
    HANDED = "handed", _("待接班")  # the shift that goes has signed
    TAKEN = "taken", _("已交接")  # both have signed: it is kept as it is


WORDS = Words(name="words", label=_("要交代的话"), rows=3)

LIFE = Life(
    "handover", _("交接班"), Status,
    #    step        from           to             by whose hand  button, timeline
    Step("hand_over", Status.DRAWN,  Status.HANDED, Role.LEADER,   _("签字交班"), _("已交班"), tone="line"),
    Step("take_over", Status.HANDED, Status.TAKEN,  Role.LEADER,   _("签字接班"), _("已接班"), tone="line"),
    Step("add_words", (Status.DRAWN, Status.HANDED), STAYS, DESK,  _("补充"), _("补充"), (WORDS,)),
    Step("fill_in",   Status.DRAWN,  STAYS,         Role.LEADER,   _("重新填写"), _("重新填写")),
    first=Status.DRAWN,
)  # fmt: skip
