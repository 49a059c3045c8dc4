"""Migrations that can run while people work: nothing holds a large table for as long as it is large."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import connection, migrations, models
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils import timezone

LARGE = {
    "journal": {"entry", "words", "reaction"}, "deadlines": {"deadline"}, "life": {"once"},
    "cases": {"case"}, "calls": {"call", "utterance"}, "callers": {"caller", "callernumber"},
    "dispatch": {"dispatch"}, "followups": {"followup"}, "outbox": {"message"},
}  # fmt: skip
"""Tables that grow with every call; all others may be changed as one likes."""

BEFORE_SERVICE = {
    "journal.0002_append_only": "came with the table itself",
    "deposits.0002_only_added": "came with the tables themselves",
    "disputes.0002_written_once": "came with the table itself",
    "cases.0002_numbers": "came with the table itself",
    "cases.0003_whole_life": "came before the first release",
    "calls.0002_whole_life": "came before the first release",
    "callers.0002_two_fingerprints": "came before the first release",
    "journal.0003_seals": "came before the first release",
    "life.0002_whole_life": "came before the first release",
    "people.0002_sessions_and_sso": "came before the first release",
}
"""Migrations beside the first ones that no database in service ever runs, and why."""

EXCEPTIONS = {
    "timelimits.0002_defaults": "some thirty rows into a table that the migration before it has just made",
}
"""Migrations that break a rule, and why it does no harm: "app.name"."""


def faults(migration: Migration, state: ProjectState) -> Iterator[str]:
    """Say what in a migration would hold a large table; *state* is what was before it."""
    large, made = LARGE.get(migration.app_label, set()), set[str]()
    for one in migration.operations:
        if isinstance(one, migrations.CreateModel):
            made.add(one.name_lower)
        elif isinstance(one, migrations.RunPython) and migration.atomic:
            yield "RunPython in one transaction: set atomic = False and go in batches"
        elif isinstance(one, migrations.RunSQL):
            yield "RunSQL: nobody can tell what it holds"
        else:
            name = str(getattr(one, "model_name_lower", ""))
            if name in large - made:
                yield from _on_large(one, migration.app_label, name, state)
        one.state_forwards(migration.app_label, state)


def _on_large(
    one: migrations.operations.base.Operation, app: str, name: str, state: ProjectState
) -> Iterator[str]:
    if isinstance(one, migrations.AddIndex) and not isinstance(one, AddIndexConcurrently):
        yield f"AddIndex on {name}: use AddIndexConcurrently"
    elif type(one) is migrations.AddConstraint:
        yield f"AddConstraint on {name}: use AddConstraintNotValid, then ValidateConstraint"
    elif isinstance(one, migrations.AddField):
        yield from _added(one, name)
    elif isinstance(one, migrations.AlterField):
        old = state.models[app, name].fields[one.name]
        if _type(old) != _type(one.field):
            yield f"{name}.{one.name} changes its type: every row is written anew"
        if old.null and not one.field.null:
            yield f"{name}.{one.name} becomes NOT NULL: every row is read under the lock"


def _added(one: migrations.AddField, name: str) -> Iterator[str]:
    field = one.field
    drawn = callable(field.default) and field.default is not models.NOT_PROVIDED
    if drawn and not isinstance(field.default(), list | dict):
        yield f"{name}.{one.name} has a default that differs by row: add it null, fill it in batches"
    if field.unique or (getattr(field, "db_index", False) and not field.many_to_many):
        yield f"{name}.{one.name} builds an index at once: db_index=False, then AddIndexConcurrently"


def _type(field: models.Field[object, object]) -> str | None:
    return None if field.is_relation else field.db_type(connection)


def _later() -> Iterator[tuple[str, Migration, ProjectState]]:
    loader = MigrationLoader(None)
    for (app, name), migration in sorted(loader.disk_migrations.items()):
        ours = apps.get_app_config(app).name.startswith("hotline.")
        known = f"{app}.{name}"
        if ours and not name.startswith("0001") and known not in BEFORE_SERVICE:
            yield known, migration, loader.project_state((app, name), at_end=False)


def test_every_later_migration_can_run_while_people_work() -> None:
    found = {known: list(faults(migration, state)) for known, migration, state in _later()}
    broken = {known: said for known, said in found.items() if said}
    strange = {known: said for known, said in broken.items() if known not in EXCEPTIONS}
    assert strange == {}
    assert set(EXCEPTIONS) - set(broken) == set(), "an exception nobody needs any more"


def test_the_large_tables_are_there() -> None:
    known = {(model._meta.app_label, model._meta.model_name) for model in apps.get_models()}
    assert {(app, name) for app, names in LARGE.items() for name in names} <= known


def _asked(*operations: migrations.operations.base.Operation, atomic: bool = True) -> list[str]:
    migration = Migration("9999_sample", "cases")
    vars(migration).update(operations=list(operations), atomic=atomic)
    loader = MigrationLoader(None)
    state = loader.project_state([node for node in loader.graph.leaf_nodes() if node[0] == "cases"])
    return list(faults(migration, state))


INDEX = models.Index(fields=["address"], name="x")
PERSON: models.Field[object, object] = models.ForeignKey(
    "people.person", models.PROTECT, null=True, related_name="+"
)
BAD = [
    migrations.AddIndex("case", INDEX),
    migrations.AddConstraint("case", models.UniqueConstraint(fields=["said"], name="x")),
    migrations.AddField("case", "x", models.DateTimeField(default=timezone.now)),
    migrations.AddField("case", "x", models.TextField(unique=True, null=True)),
    migrations.AddField("case", "x", PERSON),
    migrations.AlterField("case", "urgency", models.TextField()),
    migrations.AlterField("case", "due_at", models.DateTimeField()),
    migrations.RunPython(migrations.RunPython.noop),
    migrations.RunSQL("SELECT 1"),
]
GOOD = [
    migrations.AddField("case", "x", models.TextField(default="")),
    migrations.AddField("case", "x", models.JSONField(default=list)),
    migrations.AddField("case", "x", models.DateTimeField(null=True)),
    migrations.AlterField("case", "address", models.CharField("where", max_length=300)),
    migrations.AddIndex("draft", models.Index(fields=["kept_at"], name="x")),
    migrations.CreateModel("New", [("id", models.BigAutoField(primary_key=True))]),
]


@pytest.mark.parametrize("operation", BAD, ids=lambda one: one.describe())
def test_what_holds_a_large_table_is_seen(
    operation: migrations.operations.base.Operation,
) -> None:
    assert _asked(operation)


def test_what_holds_nothing_passes() -> None:
    assert [_asked(one) for one in GOOD] == [[]] * len(GOOD)
    assert _asked(AddIndexConcurrently("case", INDEX), atomic=False) == []
    assert _asked(migrations.RunPython(migrations.RunPython.noop), atomic=False) == []
