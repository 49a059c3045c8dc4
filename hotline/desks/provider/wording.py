"""How a job is put into words for whoever does it."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from hotline.dispatch import queries
from hotline.dispatch.life import LIFE, Status
from hotline.dispatch.models import Dispatch
from hotline.pricelists.charges import Charge

Stage = tuple[str, str, str]


def stages(dispatch: Dispatch) -> list[Stage]:
    """Return the line of the job as far as it has come: word, time, state."""
    times = [
        (_("派单"), dispatch.offered_at),
        (_("接单"), dispatch.accepted_at),
        (_("到达"), dispatch.arrived_at),
        (_("完工"), dispatch.done_at),
        (_("回访"), dispatch.ended_at),
    ]
    came = max((n for n, (_word, at) in enumerate(times) if at), default=0)
    return [
        (word, timezone.localtime(at).strftime("%H:%M") if at else "", _state(n, came, dispatch))
        for n, (word, at) in enumerate(times)
    ]


def _state(place: int, came: int, dispatch: Dispatch) -> str:
    if place <= came:
        return ""
    ended = dispatch.status in LIFE.ended() - {Status.DONE}
    return "now" if place == came + 1 and not ended else "next"


def price_of(dispatch: Dispatch) -> str:
    """Return what the citizen was told a job costs: nothing within a warranty."""
    if dispatch.free:
        return _("保修返工，不收费")
    if dispatch.under_warranty_id is not None:
        return _("保修返工，不收市民的钱；完工时写明金额，由原来的企业承担")
    return price(queries.charge(dispatch))


def price(charge: Charge) -> str:
    """Return what the citizen was told it costs: as agreed with this provider, or as it is usual."""
    said = _("说好的价：%(price)s") if charge.agreed else "%(price)s"
    return said % {"price": charge.words}
