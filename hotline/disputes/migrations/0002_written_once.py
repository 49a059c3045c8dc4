"""A legal adviser's opinion is written once: a trigger holds it against whoever owns the table, too."""

from django.db import migrations

HOLD = """
CREATE FUNCTION disputes_hold() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an opinion is written once' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER disputes_opinion_hold BEFORE UPDATE OR DELETE ON disputes_opinion
    FOR EACH ROW EXECUTE FUNCTION disputes_hold();
CREATE TRIGGER disputes_opinion_hold_all BEFORE TRUNCATE ON disputes_opinion
    FOR EACH STATEMENT EXECUTE FUNCTION disputes_hold();
"""
LET_GO = """
DROP TRIGGER disputes_opinion_hold ON disputes_opinion;
DROP TRIGGER disputes_opinion_hold_all ON disputes_opinion;
DROP FUNCTION disputes_hold();
"""


class Migration(migrations.Migration):
    dependencies = [("disputes", "0001_initial")]
    operations = [migrations.RunSQL(HOLD, LET_GO)]
