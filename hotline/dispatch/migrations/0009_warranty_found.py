from django.contrib.postgres.operations import AddIndexConcurrently, ValidateConstraint
from django.db import migrations, models


class Migration(migrations.Migration):

    atomic = False

    dependencies = [('dispatch', '0008_liked')]

    operations = [
        AddIndexConcurrently(
            'dispatch',
            models.Index(
                condition=models.Q(('under_warranty__isnull', False)), fields=['under_warranty'],
                name='dispatch_mended',
            ),
        ),
        AddIndexConcurrently(
            'dispatch',
            models.Index(
                condition=models.Q(('owed_by__isnull', False)), fields=['owed_by'],
                name='dispatch_owed',
            ),
        ),
        ValidateConstraint('dispatch', 'dispatch_owed_is_warranted'),
    ]
