from importlib import import_module

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "fadu.people"
    label = "people"
    verbose_name = "人员与机构"

    def ready(self) -> None:
        import_module("fadu.people.login")  # connects the signals that keep the log-in record
