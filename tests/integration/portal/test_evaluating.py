"""Evaluation after the service: once, after closing, as a case of its own that somebody else than the handler follows up."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.integration.portal.asking import LIFANG, asked, key_in, look, office, text

from fadu.cases.acts import perform
from fadu.cases.case_view import case_view
from fadu.cases.errors import ActError, NoSuchCase
from fadu.cases.models import Case, Measure, Task
from fadu.cases.moments import today
from fadu.policy import Actor

pytestmark = pytest.mark.django_db
ZHOUMING = Actor("zhouming", "周明", "staff", frozenset({("service_supervisor", "legal")}), frozenset({"legal"}), 1)


@pytest.fixture
def closed(client: Client) -> str:
    """The address of 张明's case, answered."""
    address = look(client, *asked(client))
    for act, data in (("receive", {}), ("take_up", {}), ("answer", {"outcome": "granted"})):
        office(act, **data)
    return address


def rate(client: Client, address: str, grade: str, **more: str) -> int:
    form = f"{address}about/evaluation/"
    page = client.get(form)
    if page.status_code != 200:
        return page.status_code
    return client.post(form, {"key": key_in(page), "grade": grade, **more}).status_code


def evaluation() -> Case:
    return Case.objects.get(procedure="evaluation")


def test_it_is_offered_only_when_the_case_is_closed(client: Client) -> None:
    address = look(client, *asked(client))
    assert "about/evaluation/" not in text(client.get(address))
    sent = client.post(f"{address}about/evaluation/", {"grade": "满意"})
    assert sent.headers["Location"] == address
    assert Case.objects.count() == 1


def test_a_good_word_is_a_case_about_the_case(client: Client, closed: str) -> None:
    assert "about/evaluation/" in text(client.get(closed))
    assert rate(client, closed, "满意", remarks="很快") == 302
    receipt = text(client.get("/receipt/"))
    assert "政务服务评价" in receipt
    # Which term runs depends on the grade: none is promised that may not.
    assert "“”" not in receipt
    assert "届满" not in receipt
    assert evaluation().heading == Case.objects.get(procedure="disclosure").number
    assert Measure.objects.get(case=evaluation(), name="grade").text == "满意"
    assert not Task.objects.filter(case=evaluation(), key__contains="call_back", due__isnull=False)


def test_there_is_one_for_each_case(client: Client, closed: str) -> None:
    assert rate(client, closed, "非常不满意") == 302
    assert "about/evaluation/" not in text(client.get(closed))
    again = client.post(f"{closed}about/evaluation/", {"grade": "满意"}, follow=True)
    assert "每件只评一次" in text(again)
    assert Case.objects.filter(procedure="evaluation").count() == 1


def test_a_bad_word_is_a_task_with_a_term_for_somebody_else(client: Client, closed: str) -> None:
    rate(client, closed, "不满意", remarks="太慢")
    uid = evaluation().uid
    task = Task.objects.get(case=evaluation(), due__isnull=False)
    assert (task.role, str(task.due)) == ("service_supervisor", "2023-09-12")
    with pytest.raises(NoSuchCase):
        case_view(LIFANG, uid)
    with pytest.raises((ActError, NoSuchCase)):
        perform(uid, "call_back", by=LIFANG, at=today(), data={"found": "没有此事"}, source="desk")
    perform(uid, "call_back", by=ZHOUMING, at=today(), data={"found": "属实"}, source="desk")
    assert str(Task.objects.get(case=evaluation(), due__isnull=False).due) == "2023-10-08"


def test_a_grade_is_needed_and_no_other_case_can_be_named(client: Client, closed: str) -> None:
    assert rate(client, closed, "") == 422
    assert rate(client, closed, "满意", about="示外办公开〔2023〕99号") == 302
    assert evaluation().heading == Case.objects.get(procedure="disclosure").number


def test_no_more_is_asked_of_who_says_it_than_a_call_needs(client: Client, closed: str) -> None:
    page = text(client.get(f"{closed}about/evaluation/"))
    assert 'name="evaluator.phone"' in page
    assert "evaluator.id_" not in page
    assert "evaluator.address" not in page
    written = {"evaluator.name": "张明", "evaluator.phone": "55500", "evaluator.id_number": "110101199003070038"}
    assert rate(client, closed, "满意", **written) == 422
    assert not Case.objects.filter(procedure="evaluation").exists()


def test_it_is_no_service_of_its_own(client: Client) -> None:
    assert client.get("/apply/evaluation/").status_code == 404
    assert "政务服务评价" not in text(client.get("/services/"))


def test_its_receipt_promises_nothing_that_is_not_done(client: Client, closed: str) -> None:
    rate(client, closed, "满意")
    page = text(client.get("/receipt/"))
    assert "怎样处理的，在进度页看。" in page
    assert "确认收到您的申请" not in page
    assert "补充材料" not in page
