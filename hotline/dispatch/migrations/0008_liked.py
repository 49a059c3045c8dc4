from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [('dispatch', '0007_one_taken')]

    operations = [
        migrations.AddField(
            'dispatch', 'liked_pct',
            models.PositiveSmallIntegerField(null=True, verbose_name='市民满意（%）'),
        ),
    ]
