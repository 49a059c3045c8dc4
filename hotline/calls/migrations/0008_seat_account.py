from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('calls', '0007_call_recording'),
    ]

    operations = [
        migrations.AddField(
            model_name='seat',
            name='account',
            field=models.TextField(blank=True, db_default='', default='', editable=False),
        ),
        migrations.AddField(
            model_name='seat',
            name='shown_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='seat',
            name='online',
            field=models.BooleanField(db_default=False, default=False, editable=False, verbose_name='话机已连接'),
        ),
    ]
