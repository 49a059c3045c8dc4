"""A new index on a table in use: built beside the work, without its lock."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("cases", "zz_1_column")]
    operations = [
        AddIndexConcurrently("case", models.Index(fields=["address"], name="case_drilled"))
    ]
