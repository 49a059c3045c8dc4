
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('areas', '0001_initial'),
        ('callers', '0001_initial'),
        ('calls', '0001_initial'),
        ('catalogue', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Case',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('head', models.BinaryField(default=b'')),
                ('status', models.TextField(editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('serial', models.BigIntegerField(editable=False, unique=True)),
                ('query_code', models.CharField(editable=False, max_length=10, verbose_name='查询码')),
                ('taken_at', models.DateTimeField(verbose_name='受理时间')),
                ('source', models.TextField(choices=[('phone', '电话'), ('web', '网上'), ('mail', '来信'), ('walk_in', '来访')], default='phone', verbose_name='来源')),
                ('kind', models.TextField(choices=[('question', '咨询'), ('help', '求助'), ('service', '服务'), ('complaint', '投诉'), ('report', '举报'), ('suggestion', '建议'), ('thanks', '表扬')], default='service', verbose_name='类别')),
                ('outside_catalogue', models.BooleanField(default=False, verbose_name='目录外')),
                ('address', models.CharField(blank=True, default='', max_length=300, verbose_name='地址')),
                ('point', models.JSONField(blank=True, null=True, verbose_name='位置')),
                ('said', models.TextField(verbose_name='说了什么')),
                ('asked', models.CharField(blank=True, default='', max_length=500, verbose_name='要求')),
                ('urgency', models.PositiveSmallIntegerField(choices=[(1, '一般'), (2, '较急'), (3, '紧急')], default=1, verbose_name='紧急')),
                ('secret', models.BooleanField(default=False, verbose_name='保密')),
                ('tags', models.JSONField(blank=True, default=list, verbose_name='标签')),
                ('handler', models.CharField(blank=True, default='', max_length=120, verbose_name='谁在办')),
                ('due_at', models.DateTimeField(null=True, verbose_name='时限')),
                ('due_from_at', models.DateTimeField(null=True)),
                ('result', models.TextField(blank=True, choices=[('solved', '已解决'), ('helped', '已帮助'), ('explained', '已解释'), ('not_solved', '未解决')], default='', verbose_name='结果')),
                ('ground', models.TextField(blank=True, choices=[('court', '已进入诉讼、仲裁'), ('discipline', '应由纪检监察受理'), ('petition', '应走信访渠道'), ('concluded', '已办结且无新情况'), ('secret', '涉及国家秘密、商业秘密、个人隐私'), ('elsewhere', '不属本地管辖')], default='', verbose_name='不受理依据')),
                ('passed_to', models.TextField(blank=True, choices=[('110', '110 公安'), ('119', '119 消防'), ('120', '120 急救'), ('122', '122 交警')], default='', verbose_name='转给')),
                ('closed_at', models.DateTimeField(null=True, verbose_name='办结时间')),
                ('times_reopened', models.PositiveSmallIntegerField(default=0, verbose_name='重办次数')),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area', verbose_name='区域')),
                ('caller', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='callers.caller', verbose_name='来电人')),
                ('calls', models.ManyToManyField(related_name='cases', to='calls.call', verbose_name='通话')),
                ('closed_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('joined_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='joined', to='cases.case', verbose_name='并入')),
                ('service', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.service', verbose_name='小项')),
                ('taken_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='受理员')),
            ],
            options={
                'verbose_name': '工单',
                'indexes': [models.Index(condition=models.Q(('status__in', ('open', 'in_hand', 'answered'))), fields=['due_at', 'id'], name='case_alive_by_clock'), models.Index(condition=models.Q(('status__in', ('open', 'in_hand', 'answered'))), fields=['status', 'due_at', 'id'], name='case_alive_by_status'), models.Index(condition=models.Q(('status__in', ('open', 'in_hand', 'answered'))), fields=['taken_by', 'due_at'], name='case_alive_by_taker'), models.Index(fields=['caller', '-taken_at'], name='case_by_caller'), models.Index(fields=['query_code'], name='case_by_code'), models.Index(condition=models.Q(('closed_at__isnull', False)), fields=['-closed_at'], name='case_by_closing'), models.Index(condition=models.Q(('outside_catalogue', True)), fields=['-taken_at'], name='case_outside_catalogue')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('status', 'closed'), _negated=True), models.Q(('result', ''), _negated=True), _connector='OR'), name='case_closed_has_result'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'joined'), _negated=True), ('joined_to__isnull', False), _connector='OR'), name='case_joined_to_one')],
            },
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.TextField()),
                ('sealed', models.BinaryField()),
                ('kept_at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'key'), name='cases_draft_once')],
            },
        ),
    ]
