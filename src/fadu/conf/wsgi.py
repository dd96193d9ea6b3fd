"""The application that a WSGI server runs. It does not start while a duty was changed in silence."""

import os

from django.db import connections

from fadu.conf.serving import ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fadu.conf.settings")
application = ready()

# Models can be imported only now.
from fadu.cases.amendments import refuse_silent_changes  # noqa: E402
from fadu.procedure.registry import installed  # noqa: E402

refuse_silent_changes(installed())
# The server may fork after this; no process shares its connection with another.
connections.close_all()
