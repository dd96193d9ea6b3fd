from django.apps import AppConfig


class FacesConfig(AppConfig):
    name = "fadu.faces"
    label = "faces"
    verbose_name = "界面"
