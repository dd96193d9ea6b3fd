"""Addresses of the register of the seal."""

from django.urls import path

from fadu.desk.sealing import pages

urlpatterns = [
    path("", pages.register, name="seals"),
    path("seals.csv", pages.table, name="seals-csv"),
    path("root.pem", pages.root, name="seal-root"),
    path("<str:uid>/<int:id>/", pages.seal, name="seal"),
]
