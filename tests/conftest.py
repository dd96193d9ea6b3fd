"""What all tests share. Nothing here touches a database: unit tests run without one."""

from __future__ import annotations

from hypothesis import settings

# A slow machine is no failure.
settings.register_profile("fadu", deadline=None, print_blob=True)
settings.load_profile("fadu")
