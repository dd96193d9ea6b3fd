"""Every address of the office, one line for each face."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("fadu.people.urls")),
    path("desk/", include("fadu.desk.urls")),
    path("desk/tokens/", include("fadu.api.page_urls")),
    path("api/", include("fadu.api.urls")),
    path("", include("fadu.faces.urls")),
    path("", include("fadu.portal.urls")),
]

handler400 = "fadu.faces.errors.bad_request"
handler403 = "fadu.faces.errors.forbidden"
handler404 = "fadu.faces.errors.not_found"
handler429 = "fadu.faces.errors.too_many_requests"
handler500 = "fadu.faces.errors.server_error"
