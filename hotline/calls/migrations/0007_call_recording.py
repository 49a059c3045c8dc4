"""The call that a recording on the switch's disk belongs to, found without looking through all."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):

    atomic = False
    dependencies = [
        ('calls', '0006_recordings'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='call',
            index=models.Index(condition=models.Q(('recording', ''), _negated=True), fields=['recording'], name='calls_call_recording'),
        ),
    ]
