"""A new column with a value in every row: PostgreSQL writes it into the catalogue, not into the rows."""

from django.db import migrations, models

from tests.drills.upgrade import LAST


class Migration(migrations.Migration):
    dependencies = [("cases", LAST)]
    operations = [
        migrations.AddField("case", "drilled", models.TextField(default="", db_default=""))
    ]
