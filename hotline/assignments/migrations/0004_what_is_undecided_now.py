"""What units have asked and nobody has decided is written beside their assignments: a handful of rows."""

from django.db import migrations


def write_down(apps, _schema):
    for plea in apps.get_model("assignments", "Plea").objects.filter(status="asked"):
        rows = apps.get_model("assignments", "Assignment").objects.filter(pk=plea.assignment_id)
        rows.update(asks_since_at=plea.asked_at)


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('assignments', '0003_asked_and_undecided'),
    ]

    operations = [
        migrations.RunPython(write_down, migrations.RunPython.noop, elidable=True),
    ]
