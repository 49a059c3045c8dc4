"""What another number would have done of a month of departments: targets, the least volume, how often is too often."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hotline import clock
from hotline.assignments import actions as assignments
from tests.assignments.hands import monday, sent, until
from tests.desks.test_settings_trials import told
from tests.stories.steps import as_it_is
from tests.town import Town


@pytest.fixture
def _sent(town: Town) -> Iterator[None]:
    """Let one bureau sign one of its two in time, and another its only one."""
    by = town.operator_28
    with clock.frozen(monday(9)):
        first, _late, other = sent(town), sent(town), sent(town, to="供电公司")
        assignments.sign(first, by=by)
        assignments.sign(other, by=by)
        until(monday(9, days=3))
        assert as_it_is(_late).sign_late
        yield


@pytest.mark.usefixtures("_sent")
@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("sign_target_pct", 50, (2, 1, 0)),
        ("sign_target_pct", 100, (2, 1, 1)),
        ("reply_target_pct", 100, (2, 0, 0)),
        ("score_least_cases", 2, (2, 2, 1)),
        ("send_backs_most", 1, (3, 0, 0)),
        ("extensions_most", 0, (3, 0, 0)),
    ],
)
def test_a_month_is_tried_by_unit_or_by_assignment(
    name: str, value: int, found: tuple[int, int, int]
) -> None:
    assert told(name, value) == found
