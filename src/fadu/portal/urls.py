from django.urls import path

from fadu.portal import agreeing, apply, evaluating, evidence, figures, guide, home, party, progress, receipts

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("search/", home.find, name="search"),
    path("services/", guide.services_page, name="services"),
    path("guide/<slug:procedure>/", guide.guide_page, name="guide"),
    path("apply/<slug:procedure>/", apply.start, name="apply"),
    path("apply/<slug:procedure>/ask/<slug:field>/", apply.ask, name="ask"),
    path("apply/<slug:procedure>/check/", apply.check, name="check"),
    path("apply/<slug:procedure>/later/", apply.later, name="later"),
    path("apply/<slug:procedure>/resume/", apply.resume, name="resume"),
    path("apply/<slug:procedure>/discard/", apply.discard, name="discard"),
    path("receipt/", receipts.receipt, name="receipt"),
    path("receipt/noted/", receipts.noted, name="receipt-noted"),
    path("receipt/signed.json", receipts.signed, name="signed-receipt"),
    path("progress/", progress.door, name="progress"),
    path("progress/leave/", progress.leave, name="leave"),
    path("progress/<slug:uid>/", progress.case, name="case"),
    path("progress/<slug:uid>/evidence.json", evidence.case_evidence, name="case-evidence"),
    path("progress/<slug:uid>/letters/<int:material>/", progress.letter, name="letter"),
    path("progress/<slug:uid>/do/<str:act>/", party.do, name="do"),
    path("progress/<slug:uid>/about/<slug:procedure>/", evaluating.evaluate, name="evaluate"),
    path("progress/<slug:uid>/ways/", agreeing.agree, name="agree"),
    path("verify/", evidence.verify, name="verify"),
    path("figures/<int:year>/", figures.figures, name="figures"),
    path("figures/<int:year>/figures.<str:form>", figures.data, name="figures_data"),
    path("health", evidence.health, name="health"),
]
