import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("desk", "0001_initial"),
    ]

    operations = [
        migrations.RenameModel("Unmasking", "Access"),
        migrations.AlterModelOptions("access", {"ordering": ["-id"]}),
        migrations.RenameField("access", "party", "what"),
        migrations.AlterField("access", "what", models.CharField(max_length=80)),
        migrations.AlterField("access", "reason", models.CharField(blank=True, max_length=200)),
        migrations.AlterField(
            "access",
            "person",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="accesses",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField("proposal", "key", models.CharField(max_length=64, null=True, unique=True)),
    ]
