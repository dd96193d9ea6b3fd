"""The worker: every step every second, a fault stops only itself, a database that goes away is waited for, a signal ends it."""

from __future__ import annotations

import dataclasses
import logging
import os
import signal
import threading
from datetime import timedelta

import pytest
from django.db import OperationalError
from pytest_django.fixtures import Settings
from tests.integration.cases.cast import consulting, do, opened
from tests.support.record import lifted
from tests.support.smtp import MailServer

from fadu.cases import moments, sequencer
from fadu.cases.models import Checkpoint, Entry, Material, Outbox, Waiting
from fadu.cases.moments import now
from fadu.evidence import checkpoint
from fadu.post import worker
from fadu.post.worker import Worker, loop, run_once

pytestmark = pytest.mark.django_db
MEMORY = "archive@example.cn"


@pytest.fixture
def mailed(mail: MailServer, settings: Settings) -> MailServer:
    settings.FADU = dataclasses.replace(settings.FADU, checkpoint_mail=MEMORY)
    return mail


@pytest.fixture(autouse=True)
def _signals() -> object:
    kept = {each: signal.getsignal(each) for each in (signal.SIGTERM, signal.SIGINT)}
    yield
    for each, handler in kept.items():
        signal.signal(each, handler)


def test_once_does_everything_there_is() -> None:
    uid = consulting()
    run_once()
    assert not Waiting.objects.exists()
    assert sequencer.head() is not None
    assert not Outbox.objects.filter(done_at=None, dead=False)
    assert Material.objects.filter(case__uid=uid).count() == 2


def test_what_time_did_is_entered_and_signed_with_the_rest() -> None:
    consulting()
    before = Entry.objects.count()
    run_once()
    assert list(Entry.objects.order_by("id").values_list("act", flat=True))[before:] == ["consult.lapse"]
    head = sequencer.head()
    assert head is not None
    assert head.size == before + 1


def test_a_step_that_fails_does_not_stop_the_others_and_is_logged_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_: Worker) -> int:
        raise ValueError("two\nlines")

    monkeypatch.setitem(worker.STEPS, "时限届满", broken)
    do(opened().uid, "receive", 12)
    one = Worker()
    with caplog.at_level(logging.INFO, "fadu.post.worker"):
        one.cycle()
        one.cycle()
    assert not Waiting.objects.exists()
    assert Material.objects.count() == 1
    assert [r.getMessage() for r in caplog.records] == ["时限届满出错，其他事项照常：ValueError: two lines"]
    monkeypatch.setitem(worker.STEPS, "时限届满", lambda _: 0)
    with caplog.at_level(logging.INFO, "fadu.post.worker"):
        one.cycle()
    assert caplog.records[-1].getMessage() == "时限届满恢复正常"


def test_a_log_that_was_cut_is_never_signed_over_and_letters_go_on(caplog: pytest.LogCaptureFixture) -> None:
    uid = opened().uid
    run_once()
    with lifted():
        Checkpoint.objects.update(size=99)
    do(uid, "receive", 12)
    run_once()
    assert Checkpoint.objects.count() == 1
    assert Material.objects.count() == 1
    assert "签署记录头出错" in caplog.text


def test_a_database_that_goes_away_is_waited_for(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    one, rounds = Worker(), []

    def away(_: Worker) -> int:
        rounds.append(len(rounds))
        if len(rounds) <= 3:
            raise OperationalError("server closed the connection")
        one.stop.set()
        return 0

    waits: list[float] = []
    monkeypatch.setattr(one.stop, "wait", waits.append)
    monkeypatch.setattr(worker.connections, "close_all", lambda: None)
    monkeypatch.setattr(worker, "STEPS", {"数据库": away})
    with caplog.at_level(logging.INFO, "fadu.post.worker"):
        loop(one)
    assert waits[:3] == [1, 2, 4]
    assert caplog.records[0].getMessage() == "数据库连接不上，1 秒后再试：server closed the connection"
    assert caplog.records[-1].getMessage() == "数据库已恢复"


def test_a_signal_ends_the_loop_after_the_step_in_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []

    def first(_: Worker) -> int:
        os.kill(os.getpid(), signal.SIGTERM)
        steps.append("finished")
        return 1

    monkeypatch.setattr(worker, "STEPS", {"一": first, "二": lambda _: steps.append("begun") or 0})
    loop(Worker(threading.Event()))
    assert steps == ["finished"]


def test_the_signed_head_leaves_the_house_once_a_day(mailed: MailServer) -> None:
    uid = opened().uid
    run_once()
    do(uid, "receive", 12)
    run_once()
    assert mailed.recipients == [MEMORY]
    with moments.at(now() + timedelta(days=1, seconds=1)):
        run_once()
        run_once()
    assert mailed.recipients == [MEMORY] * 2
    notes = [m.get_payload(decode=True).decode() for m in mailed.received]  # type: ignore[union-attr]
    signed = [checkpoint.verify(note.replace("\r\n", "\n"), sequencer.signing().public_key()) for note in notes]
    assert [s.size for s in signed] == [1, 2]


def test_a_log_that_did_not_grow_is_not_mailed_again(mailed: MailServer) -> None:
    opened()
    run_once()
    with moments.at(now() + timedelta(days=3)):
        run_once()
    assert mailed.recipients == [MEMORY]


def test_without_an_address_no_head_leaves(mail: MailServer) -> None:
    opened()
    run_once()
    assert not mail.received
    assert not Outbox.objects.filter(kind="checkpoint")
