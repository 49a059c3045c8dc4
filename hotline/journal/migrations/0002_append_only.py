"""The journal is only added to: a trigger holds it against whoever owns the table, too."""

from django.db import migrations

HOLD = """
CREATE FUNCTION journal_hold() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the journal is only added to' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER journal_entry_hold BEFORE UPDATE OR DELETE ON journal_entry
    FOR EACH ROW EXECUTE FUNCTION journal_hold();
CREATE TRIGGER journal_entry_hold_all BEFORE TRUNCATE ON journal_entry
    FOR EACH STATEMENT EXECUTE FUNCTION journal_hold();
"""
LET_GO = """
DROP TRIGGER journal_entry_hold ON journal_entry;
DROP TRIGGER journal_entry_hold_all ON journal_entry;
DROP FUNCTION journal_hold();
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    operations = [migrations.RunSQL(HOLD, LET_GO)]
