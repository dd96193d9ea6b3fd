from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "fadu.library"
    label = "library"
    verbose_name = "法律法规库"
