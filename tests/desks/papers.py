"""What lies on a desk: forms as a browser sends them, and cases to work with."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.test import Client

from hotline.cases import actions as cases
from hotline.cases.models import Case
from tests.town import Town

At = Callable[[str], Client]
"""Signs somebody of the town in."""


def written(town: Town, **more: Any) -> dict[str, Any]:
    """Return the form of Ms Chen's leaking pipe as the page sends it."""
    return {
        "key": str(uuid.uuid4()),
        "said": "我家厨房水槽下面的管道漏水了，想让你们叫人帮忙修一下。",
        "asked": "今天上午上门修好",
        "kind": "service",
        "service": str(town.services["水管维修"].pk),
        "area": str(town.places["虹桥"].pk),
        "address": "隆山东路 218 号 3 幢 502 室",
        "urgency": "2",
        "source": "walk_in",
        "number": "13800005126",
        "name": "陈",
        "title": "ms",
    } | more


def a_case(town: Town, said: str = "水管漏水", **more: Any) -> Case:
    """Take a case in beneath the pages."""
    asked = cases.Asked(
        said=said, service=town.services["水管维修"], area=town.places["虹桥"], **more
    )
    caller = town.caller("陈", "13800005126")
    return cases.take_in(asked, by=town.operator_28, caller=caller)
