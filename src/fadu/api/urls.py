"""The API, version 1, and its description (OpenAPI 3.1). There is no page that draws it: such pages come from elsewhere."""

from __future__ import annotations

from django.urls import path, re_path
from django.views.decorators.csrf import csrf_exempt
from ninja.throttling import AnonRateThrottle, AuthRateThrottle

from fadu.api import acting, duties, figures, problems
from fadu.api.tokens import Bearer
from fadu.api.wire import FastRenderer, OfficeAPI, StrictParser

THROTTLES = (AuthRateThrottle("600/m"), AnonRateThrottle("120/m"))
"""How often a token, and an address without one, may ask."""

api = OfficeAPI(
    title="Fadu (法度)",
    version="1",
    description="The office for programs: the same questions and the same acts as on its pages, under the same policy and law.",
    docs_url=None,
    auth=Bearer(),
    throttle=list(THROTTLES),
    parser=StrictParser(),
    renderer=FastRenderer(),
    urls_namespace="api",
)
problems.handle(api)
for router in (duties.router, acting.router, figures.router):
    api.add_router("", router)

_patterns, _app, _namespace = api.urls
for _pattern in _patterns:
    if _pattern.callback is not None:
        _pattern.callback = problems.described(_pattern.callback)

urlpatterns = [path("v1/", (_patterns, _app, _namespace)), re_path("", csrf_exempt(problems.missing))]
