"""Addresses of the archive."""

from django.urls import path

from fadu.desk.archive import lists, views

urlpatterns = [
    path("", views.archive, name="archive"),
    path("<int:year>/", views.year, name="archive-year"),
    path("<int:year>/list.<str:form>", lists.handed_over, name="archive-list"),
    path("<str:uid>.zip", views.package, name="archive-package"),
    path("<str:uid>.pdf", views.copy, name="archive-copy"),
    path("<str:uid>/destroy/", views.destroy, name="archive-destroy"),
]
