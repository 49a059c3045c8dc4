"""Case numbers come from a sequence: unique, rising, gaps allowed, and nobody waits for anybody."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [migrations.RunSQL("CREATE SEQUENCE case_number", "DROP SEQUENCE case_number")]
