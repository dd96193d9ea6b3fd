"""Addresses of the pages where people make and end tokens; they stand at the desk."""

from django.urls import path

from fadu.api import pages

app_name = "tokens"
urlpatterns = [
    path("", pages.listing, name="list"),
    path("new/", pages.new_token, name="new"),
    path("hooks/new/", pages.new_hook, name="new_hook"),
    path("stop/", pages.stop, name="stop"),
]
