
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Area',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('head', models.BinaryField(default=b'')),
                ('code', models.CharField(max_length=20, verbose_name='编码')),
                ('kind', models.CharField(choices=[('city', '市'), ('town', '街道/镇'), ('community', '社区/村')], max_length=10, verbose_name='层级')),
                ('name', models.CharField(max_length=40, verbose_name='名称')),
                ('short', models.CharField(max_length=40, verbose_name='俗称')),
                ('initials', models.CharField(max_length=40, verbose_name='拼音首字母')),
                ('served_from', models.DateField(null=True, verbose_name='开通日期')),
                ('valid_from', models.DateField(null=True, verbose_name='设立日期')),
                ('valid_until', models.DateField(null=True, verbose_name='撤销日期')),
                ('revision', models.PositiveIntegerField(default=1, editable=False)),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='areas.area', verbose_name='所属')),
            ],
            options={
                'verbose_name': '区域',
                'ordering': ['code'],
                'constraints': [models.UniqueConstraint(models.F('code'), name='areas_area_code_once'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'city'), ('parent', None)), models.Q(models.Q(('kind', 'city'), _negated=True), ('parent__isnull', False)), _connector='OR'), name='areas_area_lies_in_one'), models.CheckConstraint(condition=models.Q(('valid_until', None), ('valid_from', None), ('valid_until__gt', models.F('valid_from')), _connector='OR'), name='areas_area_ends_after_it_begins')],
            },
        ),
    ]
