"""通知: what an official was told, what was read, and by which other ways to tell; and the morning's list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fadu.cases.duties import duties
from fadu.cases.models import Case
from fadu.cases.moments import now
from fadu.cases.origins import origins
from fadu.desk.tasks import as_asked
from fadu.desk.whom import official
from fadu.people.asking import rows
from fadu.people.models import Person
from fadu.policy import Actor, CaseFacts, may_see
from fadu.post.models import Channel, Notice
from fadu.post.morning import pressing
from fadu.post.ways import Way, fits

SHOWN = 100
MOST_COUNTED = 99
_UNREAD = (
    "SELECT count(*) FROM (SELECT 1 AS one FROM post_notice WHERE person_id = %s AND read_at IS NULL "
    f"LIMIT {MOST_COUNTED + 1}) n"
)
TITLES = {
    Way.EMAIL: gettext_lazy("电子邮件"),
    Way.SMS: gettext_lazy("短信"),
    Way.WECOM: gettext_lazy("政务微信"),
}
HINTS = {
    Way.EMAIL: gettext_lazy("邮箱地址"),
    Way.SMS: gettext_lazy("11 位手机号码"),
    Way.WECOM: gettext_lazy("政务微信账号（userid）"),
}


@dataclass(frozen=True)
class Told:
    """A notice as shown: its words, and the number of its case if the reader may see that."""

    notice: Notice
    words: str
    number: str


@dataclass(frozen=True)
class WayBox:
    """One way to be told, as its form shows it."""

    way: Way
    address: str
    on: bool
    error: str = ""

    @property
    def title(self) -> str:
        return str(TITLES[self.way])

    @property
    def hint(self) -> str:
        return str(HINTS[self.way])


def unread(person: Person | None) -> int:
    """How many notices the person has not read: as far as MOST_COUNTED + 1. Every page of the desk asks."""
    if not person:
        return 0
    return int(rows(_UNREAD, (person.pk,))[0][0])


@require_safe
@official
def notices(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The latest notices of the person."""
    mine = list(Notice.objects.filter(person__username=actor.id)[:SHOWN])
    return render(request, "desk/notices.html", {"told": _told(mine, actor), "here": "notices"})


@require_safe
@official
def notice(request: HttpRequest, actor: Actor, id: int) -> HttpResponse:
    """Where a notice leads; whoever followed it has read it."""
    found = Notice.objects.filter(pk=id, person__username=actor.id).first()
    if found is None:
        raise Http404(str(id))
    Notice.objects.filter(pk=id, read_at=None).update(read_at=now())
    if found.kind == Notice.Kind.MORNING:
        return redirect("desk:morning")
    return redirect("desk:case", found.case) if found.case else redirect("desk:cases")


@require_POST
@official
def read_all(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Mark all of them read."""
    Notice.objects.filter(person__username=actor.id, read_at=None).update(read_at=now())
    return redirect("desk:notices")


@require_safe
@official
def morning_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What falls due within three working days and what is overdue, as it stands now."""
    asked = [as_asked(line) for line in pressing(actor, origins())]
    late = [each for each in asked if each.left is not None and each.left < 0]
    soon = [each for each in asked if each not in late]
    return render(request, "desk/morning.html", {"late": late, "soon": soon, "here": "tasks"})


@require_http_methods(["GET", "HEAD", "POST"])
@official
def ways(request: HttpRequest, actor: Actor) -> HttpResponse:
    """By which ways the person wants to be told besides the desk, and where."""
    person = Person.objects.get(username=actor.id)
    if request.method != "POST":
        kept = {each.way: each for each in Channel.objects.filter(person=person)}
        boxes = [WayBox(w, kept[w].address if w in kept else "", w in kept and kept[w].on) for w in Way]
        return render(request, "desk/ways.html", {"boxes": boxes, "here": "notices"})
    boxes = [_sent(request, way) for way in Way]
    if any(box.error for box in boxes):
        return render(request, "desk/ways.html", {"boxes": boxes, "here": "notices"}, status=422)
    for box in boxes:
        values = {"address": box.address, "on": box.on}
        Channel.objects.update_or_create(person=person, way=box.way, defaults=values)
    messages.success(request, _("已保存。"))
    return redirect("desk:ways")


def _sent(request: HttpRequest, way: Way) -> WayBox:
    address, on = request.POST.get(f"{way}.address", "").strip()[:200], f"{way}.on" in request.POST
    error = (
        "" if fits(way, address) or not (on or address) else _("“%(title)s”的地址写法不对") % {"title": TITLES[way]}
    )
    return WayBox(way, address, on, error)


def _told(mine: list[Notice], actor: Actor) -> list[Told]:
    rows = Case.objects.filter(uid__in={each.case for each in mine if each.case})
    numbers = {case.uid: case.number for case in _visible(rows, actor)}
    return [Told(each, _words(each), numbers.get(each.case, "")) for each in mine]


def _visible(rows: Iterable[Case], actor: Actor) -> Iterable[Case]:
    for case in rows:
        facts = CaseFacts(case.uid, case.procedure, case.unit, case.origin, case.stage, case.handler, case.level)
        if may_see(actor, facts, duties()):
            yield case


def _words(each: Notice) -> str:
    if each.kind == Notice.Kind.MORNING:
        soon = ngettext("%(num)d 项将到期", "%(num)d 项将到期", each.soon) % {"num": each.soon}
        late = ngettext("%(num)d 项已逾期", "%(num)d 项已逾期", each.overdue) % {"num": each.overdue}
        return _("今日清单：%(soon)s，%(late)s") % {"soon": soon, "late": late}
    return {
        Notice.Kind.TASK: _("有新的待办事项"),
        Notice.Kind.OVERDUE: _("有事项逾期，请督办"),
        Notice.Kind.HANDOVER: _("有案卷移交给您"),
    }[Notice.Kind(each.kind)]
