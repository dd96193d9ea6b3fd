"""Pages of the desk against an empty page of the same run: CPU of a whole request, its database backend included.

    python -m bench.pages [--cases 10000 1000000] [--rounds 7] [--requests 20]

The database is the one that FADU_DATABASE_URL names; it is filled up to `--cases` cases first (see `bench.fill`). A request goes through
the WSGI application as a server calls it: middleware, log-in, policy, queries, template. Pages take turns within every round; shown are
the median over the rounds and the least of them (the speed of a machine varies). `× empty` divides by the same person's empty page of the
same round: all that every page of the desk has. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import io
import os
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import repeat
from typing import Any
from urllib.parse import quote

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fadu.conf.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.middleware.csrf import _get_new_csrf_string  # noqa: E402

from bench.acts import _backend  # noqa: E402
from bench.fill import EXAMINING, acted, fill  # noqa: E402
from fadu.cases.models import Case  # noqa: E402
from fadu.conf.serving import ready  # noqa: E402
from fadu.people.models import Person  # noqa: E402
from fadu.people.office import sync_office, sync_sample_people  # noqa: E402
from fadu.procedure.registry import installed  # noqa: E402

EMPTY = "/bench/empty/"
WEEKS = date(2021, 1, 4)


@dataclass(frozen=True)
class Asked:
    """A page as somebody asks for it."""

    who: str
    what: str
    address: str
    also: tuple[str, ...] = ()

    def addresses(self) -> Iterator[str]:
        """The same page again and again, or one after the other that nobody has asked for before."""
        return iter(self.also) if self.also else repeat(self.address)


def pages(case: str, unseen: tuple[str, ...]) -> Iterator[Asked]:
    """Every page that is measured; the empty one of each person comes first."""
    deep = Case.objects.order_by("id").values_list("id", flat=True)[Case.objects.count() // 2]
    lists = {
        "cases": "",
        "cases, deep": f"after={deep}",
        "cases, by last day": "order=due",
        "cases, one stage": "stage=examining",
        "cases, open": "state=open",
        "cases, closed": "state=closed",
        "cases, overdue": "state=overdue",
        "cases, stage by last day": "stage=correcting&order=due",
        "search, common words": f"text={quote('公务')}",
        "search, phrase": f"text={quote('领保案件统计')}",
        "search, absent words": f"text={quote('火星')}",
        "search, number": f"text={quote('〕10009号')}",
    }
    yield Asked("lifang", "empty", EMPTY)
    yield Asked("lifang", "tasks", "/desk/")
    yield Asked("lifang", "case", f"/desk/cases/{case}/")
    yield Asked("lifang", "case, for the first time", "", tuple(f"/desk/cases/{uid}/" for uid in unseen))
    for what, query in lists.items():
        yield Asked("lifang", what, f"/desk/cases/?{query}")
    # A post that sees nearly everything, one that sees one small unit, and one that sees all.
    for who, few in (
        ("zhouming", ("cases", "cases, open", "search, absent words")),
        ("zhaomin", tuple(lists)),
        ("chenjing", ("cases",)),
    ):
        yield Asked(who, "empty", EMPTY)
        yield Asked(who, "tasks", "/desk/")
        for what in few:
            yield Asked(who, what, f"/desk/cases/?{lists[what]}")


class Browser:
    """One person's requests, straight into the WSGI application."""

    def __init__(self, application: Any, username: str) -> None:
        person = Person.objects.get(username=username)
        session = SessionStore()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.create()
        self.application = application
        # A browser has been here before: it sends the token that it was given with its first page.
        token = f"{settings.CSRF_COOKIE_NAME}={_get_new_csrf_string()}"
        self.cookie = f"{settings.SESSION_COOKIE_NAME}={session.session_key}; {token}"

    def get(self, address: str) -> int:
        """The page's size in bytes."""
        path, _, query = address.partition("?")
        status: list[str] = []
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "HTTP_COOKIE": self.cookie,
            "HTTP_HOST": settings.ALLOWED_HOSTS[0],
            "SERVER_NAME": "bench",
            "SERVER_PORT": "80",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
        }
        response = self.application(environ, lambda line, _headers: status.append(line))
        size = sum(map(len, response))
        response.close()
        assert status[0].startswith("200"), (address, status[0])
        return size


@dataclass(frozen=True)
class Spent:
    """CPU and wall milliseconds of a page in every round, and CPU over that of the same person's empty page of that round."""

    cpu: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)
    ratio: list[float] = field(default_factory=list)

    def __str__(self) -> str:
        cpu, wall, ratio = map(statistics.median, (self.cpu, self.wall, self.ratio))
        return f"{cpu:>8.2f} {min(self.cpu):>8.2f} {wall:>8.2f} {ratio:>8.2f}"


def measure(asked: list[Asked], rounds: int, requests: int) -> dict[Asked, Spent]:
    """What each page takes, the pages in turns."""
    application = ready()
    connection.ensure_connection()
    browsers = {who: Browser(application, who) for who in {each.who for each in asked}}
    pid = connection.connection.info.backend_pid if connection.vendor == "postgresql" else 0
    found = {each: Spent() for each in asked}
    addresses = {each: each.addresses() for each in asked}
    for round in range(rounds + 1):
        empty: dict[str, float] = {}
        for each in asked:
            browser = browsers[each.who]
            cpu, wall = time.process_time() + _backend(pid), time.perf_counter()
            for _ in range(requests):
                browser.get(next(addresses[each]))
            cpu, wall = time.process_time() + _backend(pid) - cpu, time.perf_counter() - wall
            empty.setdefault(each.who, cpu)
            if round:  # The first one only warms up.
                found[each].cpu.append(cpu / requests * 1000)
                found[each].wall.append(wall / requests * 1000)
                found[each].ratio.append(cpu / empty[each.who])
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, nargs="+", default=[10_000])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--requests", type=int, default=20)
    args = parser.parse_args()
    call_command("migrate", interactive=False, verbosity=0)
    office = installed().office(settings.FADU.office)
    if not Person.objects.exists():
        sync_office(office)
        sync_sample_people(office, "", date(2019, 1, 1))
    settings.ROOT_URLCONF = "bench.urls"
    for cases in args.cases:
        fill(cases)
        # Every one in another week: nothing that was worked out for one serves the next.
        weeks = (WEEKS + timedelta(weeks=n) for n in range((args.rounds + 1) * args.requests))
        unseen = tuple(acted(EXAMINING, monday) for monday in weeks)
        found = measure(list(pages(acted(EXAMINING), unseen)), args.rounds, args.requests)
        print(f"{connection.vendor}; {Case.objects.count()} cases; load {os.getloadavg()[0]:.1f}")
        print(f"{'who':<10} {'page':<26} {'CPU ms':>8} {'least':>8} {'wall ms':>8} {'× empty':>8}")
        for each, spent in found.items():
            print(f"{each.who:<10} {each.what:<26} {spent}", flush=True)


if __name__ == "__main__":
    main()
