"""The record refuses change in the database. A later migration that alters one of these tables ends with the same operation: SQLite
makes an altered table anew, without its triggers."""

from typing import Any

from django.db import migrations

from fadu.cases import append_only


def guard(apps: Any, schema_editor: Any) -> None:
    append_only.guard(schema_editor.connection)


def unguard(apps: Any, schema_editor: Any) -> None:
    append_only.unguard(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
