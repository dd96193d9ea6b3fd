from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "fadu.letters"
    label = "letters"
    verbose_name = "文书"
