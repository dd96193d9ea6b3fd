"""The desk on a Monday, as the desk's own tests have it, and the real mail server of the post's."""

from tests.integration.desk.conftest import _monday, enter, people
from tests.integration.post.conftest import mail

__all__ = ["_monday", "enter", "mail", "people"]
