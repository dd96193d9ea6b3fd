"""JSON on the wire, and what OpenAPI says of all operations alike."""

from __future__ import annotations

from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError
from ninja.openapi.schema import OpenAPISchema
from ninja.parser import Parser
from ninja.renderers import BaseRenderer

from fadu.api.problems import MEDIA_TYPE

REFUSALS = {
    400: "The request could not be read.",
    401: "No token, or one that is not valid.",
    403: "The token was not made for this, or the office has not given it to this person.",
    404: "There is no such thing, or it is not for this person: the two are not told apart.",
    409: "The law does not allow it for the case as it stands, or somebody did something to the case meanwhile.",
    412: "What the act rests on has changed since the version that If-Match names.",
    413: "Too large.",
    415: "Of a type that is not taken.",
    422: "What was filled in does not stand; `errors` has a sentence for each field.",
    429: "Too many requests; see Retry-After.",
    503: "The database is away; nothing was done. See Retry-After.",
}


class Article(Schema):
    """A provision: its key as declarations have it, and as people cite it."""

    key: str
    text: str


class FieldError(Schema):
    """What is wrong with one field."""

    field: str
    message: str


class Problem(Schema):
    """A refusal (RFC 9457): `title` says what was refused and why, `articles` by which law, `remedy` what to do now."""

    type: str
    title: str
    status: int
    instance: str
    remedy: str
    articles: list[Article]
    errors: list[FieldError]


class StrictParser(Parser):
    """JSON in UTF-8, no deeper than the parser can go, without lone surrogates, NaN or a second type."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        if request.content_type != "application/json":
            raise HttpError(415, "application/json")
        body: dict[str, Any] = orjson.loads(request.body)
        return body


class FastRenderer(BaseRenderer):
    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return orjson.dumps(data, default=str)


class OfficeAPI(NinjaAPI):
    """The API whose description names the refusals that every operation knows, and whose answers nobody on the way keeps."""

    def create_temporal_response(self, request: HttpRequest) -> HttpResponse:
        response = super().create_temporal_response(request)
        response["Cache-Control"] = "no-store"
        return response

    def get_openapi_schema(self, *args: Any, **kwargs: Any) -> OpenAPISchema:
        found = super().get_openapi_schema(*args, **kwargs)
        schemas = found.setdefault("components", {}).setdefault("schemas", {})
        described = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas |= described.pop("$defs", {})
        schemas["Problem"] = described
        content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
        for operations in found["paths"].values():
            for operation in operations.values():
                known = (
                    REFUSALS
                    if operation.get("security")
                    else {k: v for k, v in REFUSALS.items() if k not in (401, 403)}
                )
                for status, description in known.items():
                    operation["responses"][status] = {"description": description, "content": content}
        return found
