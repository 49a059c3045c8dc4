
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('areas', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Caller',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('head', models.BinaryField(default=b'')),
                ('name_sealed', models.BinaryField(default=b'')),
                ('wishes_sealed', models.BinaryField(default=b'')),
                ('title', models.TextField(blank=True, choices=[('ms', '女士'), ('mr', '先生')], default='', verbose_name='称呼')),
                ('dialect', models.CharField(blank=True, default='', max_length=20, verbose_name='方言')),
                ('first_seen_at', models.DateTimeField(verbose_name='首次来电')),
                ('erased_at', models.DateTimeField(editable=False, null=True)),
                ('home_area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='areas.area', verbose_name='常住区域')),
            ],
            options={
                'verbose_name': '来电人',
            },
        ),
        migrations.CreateModel(
            name='CallerNumber',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.TextField(choices=[('mobile', '手机'), ('landline', '座机'), ('toll', '400 或 800 号码'), ('short', '短号'), ('foreign', '境外号码'), ('odd', '其他号码'), ('withheld', '匿名')])),
                ('sealed', models.BinaryField()),
                ('fingerprint', models.BinaryField()),
                ('caller', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='numbers', to='callers.caller')),
            ],
            options={
                'verbose_name': '来电人号码',
                'constraints': [models.UniqueConstraint(models.F('fingerprint'), name='callers_number_once'), models.CheckConstraint(condition=models.Q(('kind', 'withheld'), _negated=True), name='callers_number_known')],
            },
        ),
    ]
