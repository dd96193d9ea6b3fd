"""Who is logged in, asked by two plain questions: every page asks, and Django's models cost ten times what the database does.

What is asked is what Django asks: a session that has not run out, and a person in use whose password is the one of the log-in.
"""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import DEFAULT_DB_ALIAS, connection
from django.utils import timezone

from fadu.people.asking import rows
from fadu.people.models import Person

PERSON = ("id", "password", "username", "name", "clearance", "is_active")
"""The columns that pages use; the day of the last log-in is read when it is asked for."""
_SESSION = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"
_PERSON = f"SELECT {', '.join(PERSON)} FROM people_person WHERE id = %s"


class SessionStore(db.SessionStore):
    """Django's sessions in the database."""

    def _get_session_from_db(self) -> AbstractBaseSession | None:
        now: Any = connection.ops.adapt_datetimefield_value(timezone.now())
        key = self.session_key or ""
        found = rows(_SESSION, (key, now))
        if found:
            kept: AbstractBaseSession = self.model(session_key=key, session_data=found[0][0])
            return kept
        self._session_key = None
        return None


class Backend(AuthenticationBackend):
    """Logs in as allauth does."""

    def get_user(self, user_id: int) -> Person | None:
        found = rows(_PERSON, (user_id,))
        if not found:
            return None
        person = Person.from_db(DEFAULT_DB_ALIAS, PERSON, found[0])
        return person if self.user_can_authenticate(person) else None
