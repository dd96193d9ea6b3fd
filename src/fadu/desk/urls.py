"""Addresses of the desk."""

from django.urls import include, path

from fadu.desk import (
    cases,
    consenting,
    correcting,
    deputies,
    doing,
    figures,
    handover,
    law,
    noticing,
    outbox,
    saved,
    tasks,
)
from fadu.desk.sheets import listing, registering

app_name = "desk"
urlpatterns = [
    path("", tasks.home, name="home"),
    path("cases/", cases.listing, name="cases"),
    path("cases/sheet.xlsx", listing.cases_sheet, name="cases-sheet"),
    path("cases/views/", saved.views, name="views"),
    path("cases/<str:uid>/", cases.case, name="case"),
    path("cases/<str:uid>/consent/", consenting.consents, name="consent"),
    path("cases/<str:uid>/evidence/", cases.evidence, name="evidence"),
    path("cases/<str:uid>/files/<int:id>/", cases.material, name="material"),
    path("cases/<str:uid>/do/<str:act>/", doing.do, name="do"),
    path("cases/<str:uid>/answering/", include("fadu.desk.answering.urls")),
    path("cases/<str:uid>/correct/", correcting.propose, name="propose"),
    path("corrections/<int:id>/", correcting.proposal, name="proposal"),
    path("new/<str:procedure>/", doing.new, name="new"),
    path("new/<str:procedure>/sheet/", registering.register, name="register"),
    path("new/<str:procedure>/template.xlsx", registering.sheet, name="register-sheet"),
    path("procedures/", law.procedures, name="procedures"),
    path("procedures/<str:id>/", law.procedure, name="procedure"),
    path("procedures/<str:id>/declaration.json", law.declaration, name="declaration"),
    path("procedures/<str:id>/schema.json", law.schema_of, name="schema"),
    path("laws/", law.laws, name="laws"),
    path("laws/<int:id>/", law.law, name="law"),
    path("figures/", figures.latest, name="figures"),
    path("figures/<int:year>/", figures.figures, name="figures_of"),
    path("figures/<int:year>/figures.<str:form>", figures.data, name="figures_data"),
    path("figures/<int:year>/<str:id>/<path:part>/", figures.behind, name="behind"),
    path("outbox/", outbox.outbox, name="outbox"),
    path("deputies/", deputies.deputies, name="deputies"),
    path("handover/", handover.handover, name="handover"),
    path("notices/", noticing.notices, name="notices"),
    path("notices/read/", noticing.read_all, name="notices-read"),
    path("notices/ways/", noticing.ways, name="ways"),
    path("notices/<int:id>/", noticing.notice, name="notice"),
    path("morning/", noticing.morning_list, name="morning"),
]
