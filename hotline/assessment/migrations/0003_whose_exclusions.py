from django.db import migrations
from django.utils import timezone

STATEMENT = """
UPDATE assessment_exclusion x SET standing_id = COALESCE(
    (SELECT o.standing_id FROM assessment_objection o WHERE o.id = x.objection_id),
    (SELECT max(s.id) FROM assessment_standing s WHERE x.assignment_id = ANY(s.assignments)),
    (SELECT s.id FROM assignments_assignment a
        JOIN assessment_month m ON m.first_on = date_trunc('month', a.reply_by_at AT TIME ZONE %s)::date
        JOIN assessment_standing s ON s.month_id = m.id AND s.unit_id = a.unit_id
        WHERE a.id = x.assignment_id)
) WHERE x.standing_id IS NULL
"""


def fill(_apps, editor):
    """Say of each exclusion in which month it is: that of its objection, else the last that counts its case, else the one it is due in."""
    with editor.connection.cursor() as cursor:
        cursor.execute(STATEMENT, [str(timezone.get_default_timezone())])


class Migration(migrations.Migration):

    atomic = False

    dependencies = [('assessment', '0002_of_one_month'), ('assignments', '0002_what_is_due_next')]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
