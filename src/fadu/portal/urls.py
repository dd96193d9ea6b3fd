from django.urls import path

from fadu.portal import apply, evidence, figures, guide, home, party, progress

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("search/", home.find, name="search"),
    path("services/", guide.services_page, name="services"),
    path("guide/<slug:procedure>/", guide.guide_page, name="guide"),
    path("apply/<slug:procedure>/", apply.apply, name="apply"),
    path("receipt/", apply.receipt, name="receipt"),
    path("receipt/noted/", apply.receipt_noted, name="receipt-noted"),
    path("receipt/signed.json", apply.signed_receipt, name="signed-receipt"),
    path("progress/", progress.door, name="progress"),
    path("progress/leave/", progress.leave, name="leave"),
    path("progress/<slug:uid>/", progress.case, name="case"),
    path("progress/<slug:uid>/evidence.json", evidence.case_evidence, name="case-evidence"),
    path("progress/<slug:uid>/letters/<int:material>/", progress.letter, name="letter"),
    path("progress/<slug:uid>/do/<str:act>/", party.do, name="do"),
    path("verify/", evidence.verify, name="verify"),
    path("figures/<int:year>/", figures.figures, name="figures"),
    path("figures/<int:year>/figures.<str:form>", figures.data, name="figures_data"),
    path("health", evidence.health, name="health"),
]
