"""Who read what of whom: kept for the auditor and for the person concerned (个人信息保护法第五十一条、第五十四条)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from fadu.cases.moments import now, today
from fadu.desk.models import Access
from fadu.faces.speech import spoken
from fadu.law.period import day_of
from fadu.people.asking import instant, rows
from fadu.people.models import Person
from fadu.policy import Actor
from fadu.procedure.declaration import Declaration

SHOWN = 50
_LAST = (
    'SELECT a.at FROM desk_access a JOIN people_person p ON p.id = a.person_id WHERE a."case" = %s AND a.what = %s '
    "AND p.username = %s ORDER BY a.id DESC LIMIT 1"
)


def note(actor: Actor, case: str, what: str, reason: str = "") -> None:
    """Keep that the actor read it. A page that somebody opens again and again counts once a day."""
    if what == Access.PAGE:
        last = rows(_LAST, (case, what, actor.id))
        if last and day_of(instant(last[0][0])) == today():
            return
    person = Person.objects.get(username=actor.id)
    Access.objects.create(person=person, case=case, what=what, reason=reason, at=now())


def of(case: str) -> list[Access]:
    """The latest readings of a case."""
    return list(Access.objects.filter(case=case).select_related("person")[:SHOWN])


def told(access: Access, declared: Declaration) -> str:
    """What was read, in words."""
    kind, _sep, name = access.what.partition(":")
    if kind == "party":
        title = spoken(declared.field[name].title) if name in declared.field else name
        return _("查看“%(party)s”的全部个人信息") % {"party": title}
    if kind == "file":
        return _("打开文件")
    return _("导出存证") if kind == Access.EVIDENCE else _("打开案卷")
