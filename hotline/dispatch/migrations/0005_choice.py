from django.db import migrations, models

MODES = [('best', '择优'), ('rotation', '轮流'), ('first', '抢单'), ('named', '市民点名')]


class Migration(migrations.Migration):

    dependencies = [
        ('absences', '0001_initial'),
        ('dispatch', '0004_arrival'),
        ('providers', '0002_life'),
    ]

    operations = [
        migrations.CreateModel(
            name='ServiceMode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('head', models.BinaryField(default=b'')),
                ('code', models.CharField(max_length=8, unique=True, verbose_name='小项编码')),
                ('mode', models.TextField(choices=MODES, verbose_name='派单方式')),
            ],
            options={'verbose_name': '派单方式'},
        ),
        migrations.AddField(
            'dispatch', 'code',
            models.CharField(
                blank=True, db_default='', default='', max_length=8, verbose_name='小项编码'
            ),
        ),
        migrations.AddField(
            'dispatch', 'mode',
            models.TextField(
                choices=[*MODES, ('picked', '受理员点选')], db_default='picked', default='picked',
                verbose_name='派单方式',
            ),
        ),
    ]
