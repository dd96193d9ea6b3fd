from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("post", "0001_initial")]

    operations = [
        migrations.AlterField(model_name="delivery", name="begun_at", field=models.DateTimeField(null=True)),
    ]
