"""常用视图: what a person asks of the case list again and again, under a name of their own."""

from __future__ import annotations

from django.contrib import messages
from django.db import DEFAULT_DB_ALIAS
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fadu.desk.asked import asked
from fadu.desk.models import SavedView
from fadu.desk.whom import official
from fadu.people.asking import rows
from fadu.people.models import Person
from fadu.policy import Actor

MOST = 20
COLUMNS = ("id", "person_id", "name", "query")
_OF = (
    "SELECT v.id, v.person_id, v.name, v.query FROM desk_savedview v JOIN people_person p ON p.id = v.person_id "
    f"WHERE p.username = %s ORDER BY v.name, v.id LIMIT {MOST}"
)


def of(actor: Actor) -> list[SavedView]:
    """The person's views, by name. A view holds no rows: the list asks the policy each time."""
    return [SavedView.from_db(DEFAULT_DB_ALIAS, COLUMNS, row) for row in rows(_OF, (actor.id,))]


@require_POST
@official
def views(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Save what the list was asked under a name (the same name again replaces it), or take a view away."""
    person = Person.objects.get(username=actor.id)
    if "remove" in request.POST:
        mine = (view for view in of(actor) if str(view.pk) == request.POST["remove"])
        for view in mine:
            view.delete()
            messages.success(request, _("已删除视图“%(name)s”。") % {"name": view.name})
        return redirect("desk:cases")
    query = asked(QueryDict(request.POST.get("query", "")[:1000])).query
    name = " ".join(request.POST.get("name", "").split())[:40]
    if not name:
        messages.error(request, _("请给视图起个名称。"))
    elif SavedView.objects.filter(person=person).exclude(name=name).count() >= MOST:
        messages.error(request, _("最多保存 %(n)d 个视图；请先删除不用的。") % {"n": MOST})
    else:
        SavedView.objects.update_or_create(person=person, name=name, defaults={"query": query})
        messages.success(request, _("已保存视图“%(name)s”。") % {"name": name})
    return redirect(f"{reverse('desk:cases')}?{query}")
