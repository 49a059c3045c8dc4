from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [('providers', '0004_papers_moved')]

    operations = [
        migrations.RemoveField(model_name='member', name='certificates'),
        migrations.RemoveField(model_name='provider', name='permits'),
    ]
