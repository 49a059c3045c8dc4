
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0001_initial'),
        ('providers', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Dispatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('head', models.BinaryField(default=b'')),
                ('status', models.TextField(editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('offered_at', models.DateTimeField(verbose_name='派单时间')),
                ('accept_by_at', models.DateTimeField(verbose_name='接单时限')),
                ('accepted_at', models.DateTimeField(null=True, verbose_name='接单时间')),
                ('arrive_by_at', models.DateTimeField(null=True, verbose_name='到达时限')),
                ('contacted_at', models.DateTimeField(null=True, verbose_name='联系时间')),
                ('arrived_at', models.DateTimeField(null=True, verbose_name='到达时间')),
                ('done_at', models.DateTimeField(null=True, verbose_name='完工时间')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='结束时间')),
                ('refusal', models.TextField(blank=True, choices=[('busy', '人手不够'), ('far', '路太远'), ('skill', '做不了这种活'), ('parts', '没有配件'), ('other', '其他')], default='', verbose_name='不接原因')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=9, null=True, verbose_name='收费')),
                ('parts', models.CharField(blank=True, default='', max_length=500, verbose_name='换了什么')),
                ('warranty_until_on', models.DateField(null=True, verbose_name='保修至')),
                ('ranked', models.JSONField(default=list, verbose_name='当时的排序')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='dispatches', to='cases.case')),
                ('offered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='dispatches', to='providers.provider')),
            ],
            options={
                'verbose_name': '派单',
                'indexes': [models.Index(condition=models.Q(('status__in', ('offered', 'accepted', 'contacted', 'arrived'))), fields=['provider', 'status'], name='dispatch_of_provider'), models.Index(condition=models.Q(('status__in', ('offered', 'accepted', 'contacted', 'arrived'))), fields=['status'], name='dispatch_open_by_status'), models.Index(fields=['provider', '-offered_at'], name='dispatch_by_offer')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('status__in', ('offered', 'accepted', 'contacted', 'arrived'))), fields=('case',), name='dispatch_one_open')],
            },
        ),
    ]
