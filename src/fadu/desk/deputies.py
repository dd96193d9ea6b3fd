"""代理: whom one lets stand in, for which days. What a deputy does is signed with both names."""

from __future__ import annotations

from datetime import date

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from fadu.cases.moments import today
from fadu.desk.whom import official
from fadu.faces.keeping import keeps_what_was_typed
from fadu.people.models import Deputy, Person
from fadu.policy import Actor


class DeputyForm(forms.Form):
    """Who, from when to when, and why."""

    person = forms.ModelChoiceField(
        Person.objects.none(), label=gettext_lazy("代行人"), empty_label=gettext_lazy("请选择")
    )
    since = forms.DateField(label=gettext_lazy("自"), widget=forms.DateInput({"type": "date"}))
    until = forms.DateField(label=gettext_lazy("至"), widget=forms.DateInput({"type": "date"}))
    reason = forms.CharField(label=gettext_lazy("事由"), max_length=255)

    def __init__(self, absent: Person, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self.fields["person"].queryset = Person.objects.filter(is_active=True).exclude(pk=absent.pk)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        values = super().clean() or {}
        since, until = values.get("since"), values.get("until")
        if isinstance(since, date) and isinstance(until, date):
            if until < since:
                self.add_error("until", _("结束日期早于开始日期，请改正。"))
            if until < today():
                self.add_error("until", _("这段时间已经过去，请填今天或者以后的日期。"))
        return values


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_what_was_typed
@official
def deputies(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One's own deputies: set one, end one."""
    absent = Person.objects.get(username=actor.id)
    form = DeputyForm(absent, request.POST if request.method == "POST" and "end" not in request.POST else None)
    if request.method == "POST" and "end" in request.POST:
        for each in Deputy.objects.filter(absent=absent, until__gte=today()):
            if str(each.pk) == request.POST["end"]:
                _end(each)
        messages.success(request, _("代理已结束。"))
        return redirect("desk:deputies")
    if form.is_valid():
        Deputy.objects.create(absent=absent, set_by=absent, **form.cleaned_data)
        messages.success(request, _("代理已设定。"))
        return redirect("desk:deputies")
    context = {
        "form": form,
        "mine": Deputy.objects.filter(absent=absent, until__gte=today()).select_related("person"),
        "for_others": Deputy.objects.on(today()).filter(person=absent).select_related("absent"),
        "here": "deputies",
    }
    return render(request, "desk/deputies.html", context, status=422 if form.errors else 200)


def _end(deputy: Deputy) -> None:
    """A deputy who has begun stays on record to yesterday or today; one who hasn't begun is taken away."""
    if deputy.since > today():
        deputy.delete()
        return
    deputy.until = today()
    deputy.save(update_fields=["until"])
