"""Addresses of documents with data."""

from django.urls import path

from fadu.desk.documents import exhibits, extracts, yearly

urlpatterns = [
    path("register.pdf", extracts.register, name="register-extract"),
    path("tables/<int:year>/<str:id>.pdf", yearly.table, name="table-paper"),
    path("<str:uid>/extract.pdf", extracts.case, name="case-extract"),
    path("<str:uid>/exhibits/", exhibits.exhibits, name="exhibits"),
]
