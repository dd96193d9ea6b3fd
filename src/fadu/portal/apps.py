from importlib import import_module

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "fadu.portal"
    label = "portal"
    verbose_name = "公众门户"

    def ready(self) -> None:
        import_module("fadu.portal.expiry")  # gives the worker the step that deletes old drafts
