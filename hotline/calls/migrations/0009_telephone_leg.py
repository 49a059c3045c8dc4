from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('calls', '0008_seat_account'),
    ]

    operations = [
        migrations.AddField(
            model_name='telephone',
            name='leg',
            field=models.TextField(db_default='', default=''),
        ),
    ]
