from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):

    atomic = False
    dependencies = [
        ('calls', '0004_call_centre'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='call',
            index=models.Index(models.F('until_at'), condition=models.Q(('until_at__isnull', False), models.Q(('status', 'ended'), _negated=True)), name='calls_call_until'),
        ),
    ]
