import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('calls', '0005_call_until'),
    ]

    operations = [
        migrations.CreateModel(
            name='Recording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('side', models.TextField(choices=[('far', '对方'), ('operator', '受理员')])),
                ('file', models.CharField(blank=True, default='', editable=False, max_length=32)),
                ('length_ms', models.PositiveIntegerField(verbose_name='时长')),
                ('peaks', models.BinaryField(default=b'')),
                ('taken_at', models.DateTimeField()),
                ('call', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='recordings', to='calls.call')),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.BrinIndex(models.F('taken_at'), name='calls_recording_taken')],
                'constraints': [
                    models.UniqueConstraint(fields=('call', 'side'), name='calls_recording_once_a_side'),
                    models.UniqueConstraint(models.F('file'), condition=models.Q(('file', ''), _negated=True), name='calls_recording_file_once'),
                ],
            },
        ),
    ]
