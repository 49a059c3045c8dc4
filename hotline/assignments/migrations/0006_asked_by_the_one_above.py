"""Since when what was asked by the one above is undecided: meanwhile a part's reply does not run out."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assignments', '0005_answers_owed_to_notices'),
    ]

    operations = [
        migrations.AddField(
            model_name='assignment',
            name='above_asks_since_at',
            field=models.DateTimeField(null=True, verbose_name='主办的申请待审批'),
        ),
    ]
