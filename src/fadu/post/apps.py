from django.apps import AppConfig


class PostConfig(AppConfig):
    name = "fadu.post"
    label = "post"
    verbose_name = "发件"
