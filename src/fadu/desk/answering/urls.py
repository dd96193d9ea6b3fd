"""Addresses of «拟答复», below a case's."""

from django.urls import path

from fadu.desk.answering import copies, redacting, views

urlpatterns = [
    path("", views.answering, name="answering"),
    path("compare/<int:old>/<int:new>/", views.comparing, name="compare"),
    path("versions/<int:seq>/", copies.as_page, name="version-page"),
    path("versions/<int:seq>/working-copy.docx", copies.as_word, name="version-word"),
    path("step/<str:act>/", views.step, name="step"),
    path("redact/<str:act>/", redacting.redacting, name="redact"),
    path("redact/<str:act>/<str:file>/<int:page>.png", redacting.preview, name="redact-page"),
]
