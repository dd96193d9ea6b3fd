"""One suite for whatever carries messages out: a real mail server, and its twin in memory."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from pytest_django.fixtures import Settings
from tests.integration.cases.conftest import forget
from tests.support.smtp import mail_server
from tests.support.twins import MemoryPost

from fadu.cases import keys
from fadu.cases.models import Outbox
from fadu.cases.moments import now
from fadu.ports import Answer, Message, Post, Reply
from fadu.post.errors import NotYet, Undeliverable
from fadu.post.mailing import send
from fadu.post.models import Delivery
from fadu.post.smtp import MailServer

pytestmark = pytest.mark.django_db
MESSAGE = Message("zhangming@example.cn", "办理有进展", "正文")
ID = "<1.1@example.cn>"


@dataclass(frozen=True)
class Case:
    """Something that carries messages, how a test makes it answer, and the Message-IDs of what reached it."""

    post: Post
    answering: Callable[[Reply], object]
    reached: Callable[[], list[str]]


@contextmanager
def server(settings: Settings) -> Iterator[Case]:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with mail_server() as mail, socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))  # nobody listens there

        def answering(reply: Reply) -> None:
            port = silent.getsockname()[1] if reply is Reply.NOBODY_THERE else mail.port
            settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 1
            mail.manner = {Reply.NO: "refuse recipient", Reply.UNANSWERED: "die after data"}.get(reply, "accept")  # type: ignore[assignment]

        answering(Reply.YES)
        yield Case(MailServer(), answering, lambda: [m["Message-ID"] for m in mail.received])


@contextmanager
def twin(settings: Settings) -> Iterator[Case]:
    post = MemoryPost()

    def answering(reply: Reply) -> None:
        post.answer = Answer(reply, "550 no" if reply in (Reply.NO, Reply.NOBODY_THERE) else "")

    yield Case(post, answering, lambda: [message_id for _, message_id in post.taken])


@pytest.fixture(params=[server, twin])
def case(request: pytest.FixtureRequest, settings: Settings) -> Iterator[Case]:
    forget(keys)
    with request.param(settings) as made:
        yield made


@pytest.fixture
def row() -> int:
    return Outbox.objects.create(kind="moved", not_before=now()).pk


@pytest.mark.parametrize("reply", Reply)
def test_an_answer_is_what_it_is(case: Case, reply: Reply) -> None:
    case.answering(reply)
    answer = case.post.hand_over(MESSAGE, ID)
    assert answer.reply is reply
    assert bool(answer.said) == (reply in (Reply.NO, Reply.NOBODY_THERE))
    assert MESSAGE.to not in answer.said
    assert case.reached() == ([ID] if reply in (Reply.YES, Reply.UNANSWERED) else [])


def test_every_message_is_handed_over_as_often_as_asked(case: Case) -> None:
    for message_id in (ID, ID, "<2.2@example.cn>"):
        assert case.post.hand_over(MESSAGE, message_id).reply is Reply.YES
    assert case.reached() == [ID, ID, "<2.2@example.cn>"]


def test_a_yes_is_asked_for_once(case: Case, row: int) -> None:
    send(row, MESSAGE, case.post)
    send(row, MESSAGE, case.post)
    assert case.reached() == [Delivery.objects.get().message_id]
    assert Delivery.objects.get().accepted_at


@pytest.mark.parametrize(("reply", "words"), [(Reply.NO, "拒收"), (Reply.NOBODY_THERE, "连接不上")])
def test_after_a_no_it_goes_out_later_and_once(case: Case, row: int, reply: Reply, words: str) -> None:
    case.answering(reply)
    with pytest.raises(NotYet, match=words):
        send(row, MESSAGE, case.post)
    assert not Delivery.objects.get().unanswered
    case.answering(Reply.YES)
    send(row, MESSAGE, case.post)
    assert len(case.reached()) == 1
    assert not Delivery.objects.get().maybe_twice


def test_a_maybe_goes_out_once_more_under_the_same_name_and_then_waits_for_a_person(case: Case, row: int) -> None:
    case.answering(Reply.UNANSWERED)
    for _ in range(2):
        with pytest.raises(NotYet, match="不明"):
            send(row, MESSAGE, case.post)
    with pytest.raises(Undeliverable, match="仍然不明"):
        send(row, MESSAGE, case.post)
    assert case.reached() == [Delivery.objects.get().message_id] * 2
    assert Delivery.objects.get().maybe_twice


@pytest.mark.parametrize(
    "address",
    [
        "a,b@example.cn",
        "甲;b@example.cn",
        "x:a@example.cn;",
        "a@\u00ad.cn",
        "a@b.cn\u2028x",
        "a@b.cn\nBcc: c@d.cn",
    ],
)
def test_an_address_that_cannot_be_written_is_refused_before_anything_goes_out(
    settings: Settings, address: str
) -> None:
    with server(settings) as case:
        answer = case.post.hand_over(Message(address, "办理有进展", "正文"), ID)
        assert answer.reply is Reply.NO
        assert address not in answer.said
        assert case.reached() == []
