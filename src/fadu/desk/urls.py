"""Addresses of the desk."""

from django.urls import path

from fadu.desk import cases, correcting, deputies, doing, figures, law, outbox, tasks

app_name = "desk"
urlpatterns = [
    path("", tasks.home, name="home"),
    path("cases/", cases.listing, name="cases"),
    path("cases/<str:uid>/", cases.case, name="case"),
    path("cases/<str:uid>/evidence/", cases.evidence, name="evidence"),
    path("cases/<str:uid>/files/<int:id>/", cases.material, name="material"),
    path("cases/<str:uid>/do/<str:act>/", doing.do, name="do"),
    path("cases/<str:uid>/correct/", correcting.propose, name="propose"),
    path("corrections/<int:id>/", correcting.proposal, name="proposal"),
    path("new/<str:procedure>/", doing.new, name="new"),
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
]
