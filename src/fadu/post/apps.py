from importlib import import_module

from django.apps import AppConfig


class PostConfig(AppConfig):
    name = "fadu.post"
    label = "post"
    verbose_name = "发件"

    def ready(self) -> None:
        """Stand before electronic service; models are there only now."""
        gates = import_module("fadu.cases.gates").GATES
        hold = import_module("fadu.post.serving").hold
        if hold not in gates:
            gates.append(hold)
