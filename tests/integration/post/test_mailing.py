"""Messages and mail servers: accepted once, refused and tried again, and what is not known shown as not known."""

from __future__ import annotations

import socket

import pytest
from pytest_django.fixtures import Settings
from tests.support.smtp import MailServer

from fadu.cases.models import Outbox
from fadu.cases.moments import now
from fadu.ports import Message
from fadu.post.errors import NotYet, Undeliverable
from fadu.post.mailing import send
from fadu.post.models import Delivery

pytestmark = pytest.mark.django_db
ADDRESS = "zhangming@example.cn"


@pytest.fixture
def row() -> int:
    return Outbox.objects.create(kind="moved", not_before=now()).pk


def sent(row: int) -> Delivery:
    send(row, Message(ADDRESS, "办理有进展", "正文"))
    return Delivery.objects.get(outbox_id=row)


def test_an_accepted_message_is_not_sent_again(mail: MailServer, row: int) -> None:
    delivery = sent(row)
    sent(row)
    assert mail.recipients == [ADDRESS]
    assert [m["Message-ID"] for m in mail.received] == [delivery.message_id]
    assert delivery.accepted_at
    assert not delivery.maybe_twice


def test_the_address_is_not_kept(mail: MailServer, row: int) -> None:
    delivery = sent(row)
    kept = repr([bytes(v) if isinstance(v, memoryview) else v for v in vars(delivery).values()])
    assert ADDRESS not in kept
    assert "zhangming" not in kept


def test_each_row_has_its_own_message_id(mail: MailServer, row: int) -> None:
    other = Outbox.objects.create(kind="moved", not_before=now()).pk
    assert sent(row).message_id != sent(other).message_id


def test_an_open_connection_that_breaks_after_the_yes_does_not_matter(mail: MailServer, row: int) -> None:
    mail.manner = "accept and die"
    assert sent(row).accepted_at


@pytest.mark.parametrize("manner", ["refuse", "refuse recipient"])
def test_what_was_refused_is_sent_later_and_was_never_sent_twice(mail: MailServer, row: int, manner: str) -> None:
    mail.manner = manner  # type: ignore[assignment]
    with pytest.raises(NotYet, match="拒收") as refusal:
        sent(row)
    assert ADDRESS not in str(refusal.value)
    assert not Delivery.objects.get().unanswered
    mail.manner = "accept"
    delivery = sent(row)
    assert delivery.accepted_at
    assert not delivery.maybe_twice
    assert delivery.attempts == 2


def test_a_server_that_is_not_there_has_got_nothing(settings: Settings, row: int) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", taken.getsockname()[1]
        with pytest.raises(NotYet, match="连接不上"):
            sent(row)
    assert not Delivery.objects.get().unanswered


@pytest.mark.parametrize("manner", ["die after data", "hang"])
def test_what_is_not_known_is_sent_once_more_under_the_same_message_id_and_shown(
    mail: MailServer, row: int, manner: str
) -> None:
    mail.manner = manner  # type: ignore[assignment]
    with pytest.raises(NotYet, match="不明"):
        sent(row)
    assert Delivery.objects.get().unanswered
    mail.manner = "accept"
    delivery = sent(row)
    assert delivery.maybe_twice
    assert [m["Message-ID"] for m in mail.received] == [delivery.message_id] * 2


def test_a_crash_between_the_yes_and_our_record_is_like_no_answer(mail: MailServer, row: int) -> None:
    delivery = sent(row)
    Delivery.objects.update(accepted_at=None)
    assert sent(row).maybe_twice
    assert [m["Message-ID"] for m in mail.received] == [delivery.message_id] * 2


def test_what_is_not_known_twice_is_left_to_a_person(mail: MailServer, row: int) -> None:
    mail.manner = "die after data"
    for _ in range(2):
        with pytest.raises(NotYet):
            sent(row)
    mail.manner = "accept"
    with pytest.raises(Undeliverable, match="仍然不明"):
        sent(row)
    assert len(mail.received) == 2
