"""Lists of a million cases: an order within each stage, the open ones by their last day, tasks of a role in all units; longer pairs of numbers."""

from datetime import date
from typing import Any

from django.db import migrations, models
from django.db.models.functions import Coalesce

from fadu.cases import grams

DUE = Coalesce("next_due", models.Value(date.max))
OPEN = models.Q(closed__isnull=True)
CLOSED = models.Q(closed__isnull=False)


def keep(apps: Any, schema_editor: Any) -> None:
    grams.keep(schema_editor.connection)
    if schema_editor.connection.vendor == "postgresql":
        # Nothing is known yet of the last days as the new indexes have them.
        schema_editor.execute("ANALYZE cases_case")


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_seek")]
    operations = [
        migrations.RemoveIndex("case", "case_by_level"),
        migrations.RemoveIndex("case", "case_by_last_day"),
        # SQLite would take «not closed» for as rare as one day of closing.
        migrations.RemoveIndex("case", "case_by_closed"),
        *(
            migrations.AddIndex("case", index)
            for index in (
                models.Index("unit", "stage", DUE, "id", name="case_by_unit_stage_due"),
                models.Index("procedure", "stage", DUE, "id", name="case_by_stage_due"),
                models.Index(fields=["procedure", "closed"], name="case_by_closed", condition=CLOSED),
                models.Index("procedure", DUE, "id", name="case_by_procedure_due"),
                models.Index("handler", DUE, "id", name="case_by_handler_due"),
                models.Index(fields=["handler", "stage", "-id"], name="case_by_handler_stage"),
                models.Index(fields=["level", "stage"], name="case_by_level_stage"),
                models.Index("handler", "stage", DUE, "id", name="case_by_handler_stage_due"),
                models.Index(fields=["handler", "-id"], name="case_open_by_handler", condition=OPEN),
                models.Index("level", DUE, name="case_by_level_due"),
            )
        ),
        migrations.RemoveIndex("task", "task_by_role"),
        migrations.AddIndex(
            "task", models.Index("role", Coalesce("due", models.Value(date.max)), "id", name="task_by_role_day")
        ),
        migrations.RunPython(keep, migrations.RunPython.noop),
    ]
