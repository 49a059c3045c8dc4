"""Seals: every entry says in which transaction of which server it was written, so that a seal can tell whether it is in it."""

import django.contrib.postgres.indexes
from django.conf import settings
from django.db import migrations, models

SAY = """
CREATE FUNCTION journal_xid() RETURNS bigint LANGUAGE sql VOLATILE PARALLEL UNSAFE
    AS 'SELECT pg_current_xact_id()::text::bigint';
CREATE FUNCTION journal_cluster() RETURNS bigint LANGUAGE sql STABLE
    AS 'SELECT system_identifier FROM pg_control_system()';
"""
SAY_NOT = """
DROP FUNCTION journal_xid();
DROP FUNCTION journal_cluster();
"""
HOLD = """
CREATE TRIGGER journal_seal_hold BEFORE UPDATE OR DELETE ON journal_seal
    FOR EACH ROW EXECUTE FUNCTION journal_hold();
CREATE TRIGGER journal_seal_hold_all BEFORE TRUNCATE ON journal_seal
    FOR EACH STATEMENT EXECUTE FUNCTION journal_hold();
"""
LET_GO = """
DROP TRIGGER journal_seal_hold ON journal_seal;
DROP TRIGGER journal_seal_hold_all ON journal_seal;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("journal", "0002_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.RunSQL(SAY, SAY_NOT),
        migrations.AddField("entry", "cluster", models.BigIntegerField(db_default=models.Func(function="journal_cluster"), editable=False)),
        migrations.AddField("entry", "xid", models.BigIntegerField(db_default=models.Func(function="journal_xid"), editable=False)),
        migrations.AddIndex("entry", models.Index(fields=["by", "id"], name="journal_entry_by")),
        migrations.AddIndex("entry", models.Index(fields=["act", "id"], name="journal_entry_act")),
        migrations.AddIndex("entry", django.contrib.postgres.indexes.BrinIndex(autosummarize=True, fields=["xid"], name="journal_entry_xid")),
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("head", models.BinaryField(default=b"", editable=False)),
                ("at", models.DateTimeField()),
                ("cluster", models.BigIntegerField()),
                ("from_xid", models.BigIntegerField()),
                ("until_xid", models.BigIntegerField()),
                ("entries", models.PositiveIntegerField()),
                ("first_id", models.BigIntegerField(null=True)),
                ("last_id", models.BigIntegerField()),
                ("members", models.BinaryField()),
                ("before", models.BinaryField()),
                ("hash", models.BinaryField()),
            ],
            options={"abstract": False},
        ),
        migrations.RunSQL(HOLD, LET_GO),
    ]
