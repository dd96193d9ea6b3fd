"""The application as a server keeps it: everything loaded, before it forks."""

from __future__ import annotations

import gc

from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

PAGES_OF_OBJECTS = 50_000


def ready() -> WSGIHandler:
    """The application with all its addresses, so that the first page need not wait for them.

    What is loaded stays as long as the process: left to itself the collector walks all of it for every few pages, a fifth of their time,
    and unshares the memory of the children that the server forks.
    """
    application = get_wsgi_application()
    get_resolver().url_patterns  # noqa: B018 (loads them)
    gc.collect()
    gc.freeze()
    gc.set_threshold(PAGES_OF_OBJECTS)
    return application
