"""Lists and search of a large office: indexes in the order that lists have, for every way in which one may see cases."""

from datetime import date
from typing import Any

from django.db import migrations, models
from django.db.models.functions import Coalesce

from fadu.cases import grams

DUE = Coalesce("next_due", models.Value(date.max))
OPEN = models.Q(closed__isnull=True)


def keep(apps: Any, schema_editor: Any) -> None:
    grams.keep(schema_editor.connection)


def drop(apps: Any, schema_editor: Any) -> None:
    grams.drop(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_append_only")]
    operations = [
        *(
            migrations.AddIndex("case", index)
            for index in (
                models.Index(fields=["handler", "-id"], name="case_by_handler"),
                models.Index(fields=["procedure", "-id"], name="case_by_procedure"),
                models.Index(fields=["unit", "stage", "-id"], name="case_by_unit_stage"),
                models.Index(fields=["procedure", "stage", "-id"], name="case_by_stage"),
                models.Index(fields=["level"], name="case_by_level"),
                models.Index(DUE, "id", name="case_by_last_day"),
                models.Index("unit", DUE, "id", name="case_by_unit_due"),
                models.Index(fields=["unit", "-id"], name="case_open_by_unit", condition=OPEN),
                models.Index(fields=["procedure", "-id"], name="case_open", condition=OPEN),
            )
        ),
        migrations.AddIndex(
            "task", models.Index("role", "unit", Coalesce("due", models.Value(date.max)), "id", name="task_by_day")
        ),
        migrations.RunPython(keep, drop),
    ]
