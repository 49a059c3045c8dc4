"""The circulars of the sample town: one in each status, as the pages need them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any


def dress(person: Callable[[str], Any]) -> None:
    """Let the days before yesterday stand everywhere a circular can, and last month be published; the clock may have drafted them."""
    from hotline.circulars import actions as circulars
    from hotline.circulars import spans
    from hotline.circulars.life import Span
    from hotline.circulars.models import Circular
    from hotline.today import today

    writer, leader = person("reviewer05"), person("leader01")

    def drafted(ago: int, span: Span = Span.DAY) -> Any:
        days = spans.last(span.value, today() - timedelta(days=ago - 1))
        known = Circular.objects.filter(span=span, from_on=days.from_on).first()
        return known or circulars.draft(span, days=days, by=writer)

    def published(made: Any) -> Any:
        made = circulars.approve(circulars.submit(made, by=writer), by=leader)
        return circulars.publish(made, by=leader)

    circulars.submit(drafted(2), by=writer)
    circulars.approve(circulars.submit(drafted(3), by=writer), by=leader)
    circulars.drop(drafted(4), by=leader, why="数不全")
    circulars.withdraw(published(drafted(5)), by=leader, why="把供水的算给了供电")
    published(drafted(1, Span.MONTH))
