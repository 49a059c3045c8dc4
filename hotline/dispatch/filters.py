"""The one statement that finds who can be asked: filters in a fixed order, each counted on what the one before left.

A provider is judged by the first filter that does not let it pass (`CASE` stops there), so that the costly questions are
asked of few. Of those that pass come the figures by which they are ranked; of the others only their keys, by filter.
"""

from __future__ import annotations

from hotline.absences.life import Status as AbsenceStatus
from hotline.providers.life import MAY_BE_SENT, Status

from .life import OPEN

FACTS = (
    "provider", "name", "on_trial", "share_pct", "days", "most_open", "open_jobs", "near", "offers",
    "last_offered_at", "accept_median", "promised", "on_time", "rated", "liked", "done",
)  # fmt: skip
"""What is told of each that passes, in this order."""
LATEST = 100
"""By how many of its latest offers a provider is known: no more is read of a busy one."""


def _among(words: tuple[str, ...]) -> str:
    return ", ".join(f"'{word}'" for word in words)


_OPEN_JOBS = f"""(SELECT count(*) FROM (SELECT FROM dispatch_dispatch d
        WHERE d.provider_id = p.id AND d.status IN ({_among(OPEN)}) LIMIT p.most_open) theirs)"""  # noqa: S608  (only our own words are put in)

STATEMENT = f"""
WITH serving AS (
    SELECT DISTINCT ON (o.provider_id) o.id, o.provider_id, o.hours COLLATE "C" AS hours, o.until_on
    FROM providers_offer o JOIN catalogue_service s ON s.id = o.service_id
    WHERE s.code = %(code)s  -- by code: a provider goes on serving what is offered on new terms
    ORDER BY o.provider_id, s.valid_from DESC),
judged AS MATERIALIZED (
    SELECT p.id, CASE
        WHEN NOT (%(anywhere)s OR serving.id IN (SELECT a.offer_id FROM providers_offer_areas a
            WHERE a.area_id = ANY(%(places)s))) THEN 'not_here'
        WHEN NOT CASE WHEN left(hours, 5) < right(hours, 5)
            THEN %(minute)s >= left(hours, 5) AND %(minute)s < right(hours, 5)
            ELSE %(minute)s >= left(hours, 5) OR %(minute)s < right(hours, 5) END THEN 'not_now'
        WHEN p.status NOT IN ({_among(MAY_BE_SENT)}) THEN 'standing'
        WHEN p.contract_until_on < %(today)s THEN 'contract'
        WHEN serving.until_on <= %(today)s THEN 'paper'
        WHEN p.id IN (SELECT a.provider_id FROM absences_absence a WHERE a.status = '{AbsenceStatus.STANDS}'
            AND a.until_at > %(now)s AND a.from_at <= %(now)s) THEN 'away'
        WHEN {_OPEN_JOBS} >= p.most_open THEN 'full'
        WHEN p.id = ANY(%(asked)s) THEN 'asked' END AS left_out
    FROM serving JOIN providers_provider p ON p.id = serving.provider_id),
month AS MATERIALIZED (
    SELECT d.provider_id, count(*) AS offers, max(d.offered_at) AS last_at FROM dispatch_dispatch d
    WHERE d.code = %(code)s AND d.offered_at >= %(month)s GROUP BY d.provider_id)
SELECT NULL AS left_out, NULL::bigint[] AS keys, p.id, p.short_name, p.status = '{Status.TRIAL}',
    p.share_pct::int, greatest(1, least(%(month_days)s, %(today)s - p.since_on + 1)), p.most_open::int,
    {_OPEN_JOBS}::int,
    CASE WHEN home.id = ANY(%(places)s) THEN home.kind WHEN round.id = ANY(%(places)s) THEN round.kind
        WHEN whole.id = ANY(%(places)s) THEN whole.kind ELSE '' END,
    coalesce(month.offers, 0)::int, month.last_at, lately.accept_median, lately.promised::int,
    lately.on_time::int, lately.rated::int, lately.liked, lately.done::int
FROM judged JOIN providers_provider p ON p.id = judged.id
    LEFT JOIN month ON month.provider_id = p.id
    LEFT JOIN areas_area home ON home.id = p.address_area_id
    LEFT JOIN areas_area round ON round.id = home.parent_id
    LEFT JOIN areas_area whole ON whole.id = round.parent_id
    CROSS JOIN LATERAL (
        SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY accepted_at - offered_at)
                FILTER (WHERE offered_at >= %(month)s) AS accept_median,
            count(*) FILTER (WHERE coalesce(arrived_at, done_at) IS NOT NULL AND arrive_by_at IS NOT NULL) AS promised,
            count(*) FILTER (WHERE coalesce(arrived_at, done_at) <= arrive_by_at) AS on_time,
            count(liked_pct) AS rated, coalesce(sum(liked_pct), 0) / 100.0::float8 AS liked, count(done_at) AS done
        FROM (SELECT d.offered_at, d.accepted_at, d.arrive_by_at, d.arrived_at, d.done_at, d.liked_pct
            FROM dispatch_dispatch d WHERE d.provider_id = p.id AND d.offered_at >= %(since)s
            ORDER BY d.offered_at DESC LIMIT {LATEST}) d) lately
WHERE judged.left_out IS NULL
UNION ALL
SELECT left_out, array_agg(id), NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
    NULL, NULL, NULL
FROM judged WHERE left_out IS NOT NULL GROUP BY left_out
"""  # noqa: S608  (only our own words are put in)
