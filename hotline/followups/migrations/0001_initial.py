
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='FollowUp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('head', models.BinaryField(default=b'')),
                ('status', models.TextField(editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('due_at', models.DateTimeField(verbose_name='时限')),
                ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='次数')),
                ('tried_hours', models.JSONField(default=list)),
                ('asked_at', models.DateTimeField(null=True, verbose_name='回访时间')),
                ('answered', models.TextField(blank=True, choices=[('yes', '是'), ('no', '否')], default='')),
                ('solved', models.TextField(blank=True, choices=[('yes', '是'), ('no', '否')], default='')),
                ('attitude', models.TextField(blank=True, choices=[('very', '很满意'), ('content', '满意'), ('so_so', '基本满意'), ('not', '不满意')], default='')),
                ('outcome', models.TextField(blank=True, choices=[('very', '很满意'), ('content', '满意'), ('so_so', '基本满意'), ('not', '不满意')], default='')),
                ('speed', models.TextField(blank=True, choices=[('very', '很满意'), ('content', '满意'), ('so_so', '基本满意'), ('not', '不满意')], default='')),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='followups', to='cases.case')),
            ],
            options={
                'verbose_name': '回访',
                'indexes': [models.Index(condition=models.Q(('status', 'due')), fields=['due_at', 'id'], name='followup_due')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('status', 'due')), fields=('case',), name='followup_one_due')],
            },
        ),
    ]
