"""The server as a child of `fadu run`: gunicorn over the modules that are loaded already."""

from __future__ import annotations

import os
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from gunicorn.app.base import BaseApplication

from fadu.conf.serving import ready


class Server(BaseApplication):
    """Serve the office on a port: to this machine alone in a demo."""

    def __init__(self, port: int) -> None:
        self.port = port
        super().__init__()

    def load_config(self) -> None:
        """What `FADU_WORKERS` and the mode ask for; no options of gunicorn's own."""
        host = "127.0.0.1" if settings.FADU.mode == "demo" else "0.0.0.0"
        chosen: dict[str, Any] = {
            "bind": f"{host}:{self.port}",
            "worker_class": "gthread",
            "workers": settings.FADU.workers,
            "threads": 4,
            "preload_app": True,
            "accesslog": os.devnull,
            "loglevel": "warning",
            "graceful_timeout": 15,
        }
        for name, value in chosen.items():
            self.cfg.set(name, value)

    def load(self) -> WSGIHandler:
        application = ready()
        # The server forks after this; no process shares its connection with another.
        connections.close_all()
        return application
