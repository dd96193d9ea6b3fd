"""The product's addresses, and an empty page of the desk to measure its pages against."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

from fadu.desk.whom import official
from fadu.policy import Actor


@official
def empty(request: HttpRequest, actor: Actor) -> HttpResponse:
    """All that every page of the desk has, and nothing else."""
    return render(request, "desk/base.html", {"heading": "", "here": ""})


urlpatterns = [path("bench/empty/", empty), path("", include("fadu.conf.urls"))]
