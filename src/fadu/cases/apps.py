from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "fadu.cases"
    label = "cases"
    verbose_name = "案卷"
