"""The outbox: each row taken by one worker, done at least once, tried again with growing patience, and left to a person in the end."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from urllib.parse import unquote

import pytest
from django.db import connection
from tests.integration.cases.cast import LIFANG, REQUEST, WANGQIANG, ZHANGMING, consulting, do, opened
from tests.support.smtp import MailServer

from fadu.cases import corrections, files, moments
from fadu.cases.acts import Done
from fadu.cases.models import Material, Outbox
from fadu.cases.moments import now
from fadu.letters.setting import Setter
from fadu.post import claims, consent
from fadu.post.drain import drain
from fadu.post.models import Delivery
from fadu.post.ways import Way

pytestmark = pytest.mark.django_db
EMAIL = "zhangming@example.cn"
WITH_EMAIL = {**REQUEST, "applicant": {**ZHANGMING, "email": EMAIL}}


def row(kind: str = "moved", **given: Any) -> Outbox:
    return Outbox.objects.create(kind=kind, not_before=now(), **given)


def wants_mail(**given: Any) -> Done:
    """A request whose applicant agreed to be told by e-mail."""
    case = opened(data=WITH_EMAIL, **given)
    consent.agree(case.uid, frozenset({Way.EMAIL}), by="lifang")
    return case


@contextmanager
def later(**by: float) -> Iterator[None]:
    with moments.at(now() + timedelta(**by)):
        yield


def test_a_typesetter_that_stops_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine it may be killed or too slow: that is no fault of the letter, which is not left to a person for it."""
    case = opened()
    drain()
    do(case.uid, "receive", 12)
    with monkeypatch.context() as busy:
        busy.setattr(Setter, "_answered", _too_slow)
        assert drain() == 1
    waiting = Outbox.objects.get(done_at=None)
    assert not waiting.dead
    assert "稍后重试" in waiting.error
    assert not Material.objects.exists()
    with later(minutes=2):
        assert drain() == 1
    assert Material.objects.get().title == "登记回执"


def _too_slow(*_: object) -> bytes:
    raise TimeoutError


def test_a_letter_is_made_and_the_applicant_told_where_to_look(mail: MailServer) -> None:
    case = wants_mail()
    drain()
    mail.received.clear()
    do(case.uid, "receive", 12)
    assert drain() == 1
    made = Material.objects.get()
    assert (made.kind, made.title, made.media_type) == ("letter", "登记回执", "application/pdf")
    assert files.read(made.sha256).startswith(b"%PDF-")
    (notice,) = mail.received
    body = notice.get_payload(decode=True)
    assert isinstance(body, bytes)
    text = body.decode()
    assert case.number in text
    assert f"/progress/?number={case.number}" in unquote(text)
    assert "receipt number and query code" in text
    assert mail.recipients[-1] == EMAIL


def test_a_notice_says_nothing_of_the_matter(mail: MailServer) -> None:
    do(wants_mail().uid, "receive", 12)
    drain()
    told = b"".join(m.get_payload(decode=True) for m in mail.received).decode()  # type: ignore[misc]
    assert mail.received
    for word in (REQUEST["wanted"], ZHANGMING["name"], "登记回执", "确认收到", "示例"):
        assert word not in told.replace("示例市人民政府外事办公室", "")


def test_whoever_gave_no_address_or_did_not_agree_gets_no_mail(mail: MailServer) -> None:
    silent = opened()
    consent.agree(silent.uid, frozenset({Way.EMAIL}))
    changed = wants_mail()
    consent.agree(changed.uid, frozenset())
    for uid in (silent.uid, changed.uid, opened(data=WITH_EMAIL).uid):
        do(uid, "receive", 12)
    drain()
    assert not mail.received
    assert Material.objects.count() == 3
    assert not Outbox.objects.exclude(done_at__isnull=False)


def test_an_applicant_is_not_told_of_their_own_act_nor_of_a_question_to_others(mail: MailServer) -> None:
    uid = consulting()
    drain()
    assert {m.kind for m in Material.objects.filter(title="第三方意见征询书")} == {"inquiry"}
    assert Material.objects.filter(case__uid=uid).count() == 2


@pytest.mark.parametrize(("origin", "letters"), [("sandbox", 0), ("import", 0), ("sample", 1), ("real", 1)])
def test_only_real_applicants_get_mail_and_the_sandbox_ends_here(mail: MailServer, origin: str, letters: int) -> None:
    do(wants_mail(origin=origin).uid, "receive", 12)
    assert drain() == 2
    assert Material.objects.count() == letters
    assert bool(mail.received) == (origin == "real")
    assert not Outbox.objects.exclude(done_at__isnull=False)


def test_doing_a_row_twice_does_it_once(mail: MailServer) -> None:
    do(wants_mail().uid, "receive", 12)
    drain()
    before = list(Material.objects.values()), len(mail.received)
    Outbox.objects.update(done_at=None)
    assert drain() == 2
    assert (list(Material.objects.values()), len(mail.received)) == before


def test_nothing_follows_from_what_was_voided(mail: MailServer) -> None:
    uid = wants_mail().uid
    drain()
    mail.received.clear()
    do(uid, "receive", 12)
    corrections.void(uid, 2, by=LIFANG, second=WANGQIANG, reason="误点")
    drain()
    assert not mail.received
    assert not Material.objects.exists()


def test_erased_people_get_no_mail(mail: MailServer) -> None:
    uid = wants_mail().uid
    corrections.erase(
        uid, parties=("applicant",), by=LIFANG, second=WANGQIANG, reason="申请删除", basis="个人信息保护法#47"
    )
    drain()
    assert not mail.received
    assert not Outbox.objects.exclude(done_at__isnull=False)


def test_a_letter_that_would_be_wrong_waits_for_a_person_and_a_correction_mends_it(mail: MailServer) -> None:
    uid = consulting()
    do(uid, "consult.reply", 20, opinion="不同意公开")
    answered = do(uid, "answer", 22, outcome="protected", reason="涉及商业秘密\U00013000。")
    drain()
    stuck = Outbox.objects.get(dead=True)
    assert "13000" in stuck.error, "no font has this character"
    corrections.rectify(
        uid,
        answered.seq,
        by=LIFANG,
        second=WANGQIANG,
        reason="漏填",
        parts={"internal": {"reason": "涉及商业秘密。"}},
    )
    Outbox.objects.filter(pk=stuck.pk).update(dead=False, attempts=0)
    drain()
    assert Material.objects.filter(title="答复书").exists()


def test_an_unknown_kind_waits_for_a_person() -> None:
    stuck = row("fax")
    drain()
    stuck.refresh_from_db()
    assert stuck.dead
    assert "fax" in stuck.error


def test_patience_grows_and_ends(mail: MailServer) -> None:
    mail.manner = "refuse"
    wants_mail()
    do(Outbox.objects.get().entry.case.uid, "receive", 12)  # type: ignore[union-attr]
    waited = timedelta()
    for delay in (*claims.DELAYS, None):
        with later(seconds=waited.total_seconds()):
            assert drain() >= 1
            assert drain() == 0
            stuck = Outbox.objects.get(kind="letter")
            assert stuck.dead == (delay is None)
            assert "拒收" in stuck.error
            assert EMAIL not in stuck.error
        waited += (delay or timedelta()) + timedelta(seconds=5)
    assert Delivery.objects.get(outbox__kind="letter").attempts == claims.TRIES


def test_an_error_that_nobody_foresaw_is_not_quoted(monkeypatch: pytest.MonkeyPatch) -> None:
    def choke(record: object) -> None:
        raise RuntimeError(ZHANGMING["name"])

    monkeypatch.setattr("fadu.post.drain.make", choke)
    do(opened().uid, "receive", 12)
    drain()
    stuck = Outbox.objects.get(kind="letter")
    assert "RuntimeError" in stuck.error
    assert ZHANGMING["name"] not in stuck.error
    assert not stuck.dead


def test_a_row_whose_worker_died_is_taken_when_the_lease_ends() -> None:
    row()
    first = claims.claim()
    assert first is not None
    assert claims.claim() is None
    with later(seconds=claims.LEASE.total_seconds() + 1):
        second = claims.claim()
        assert second is not None
        assert (second.id, second.attempts) == (first.id, 2)
        claims.dead(first, "too late to say")
        claims.done(second)
    assert Outbox.objects.get().done_at
    assert not Outbox.objects.get().dead


def test_a_row_that_kills_its_workers_is_left_to_a_person() -> None:
    stuck = row(attempts=claims.TRIES)
    drain()
    stuck.refresh_from_db()
    assert stuck.dead
    assert "多次意外停止" in stuck.error


def test_rows_are_taken_in_the_order_of_their_time() -> None:
    times = [3, 1, 2]
    rows = {n: Outbox.objects.create(kind="moved", not_before=now() - timedelta(hours=n)).pk for n in times}
    taken = [job.id for job in iter(claims.claim, None) if job]
    assert taken == [rows[3], rows[2], rows[1]]


@pytest.mark.django_db(transaction=True)
def test_many_workers_never_take_the_same_row() -> None:
    wanted = {row(payload=json.dumps({"n": n})).pk for n in range(40)}
    taken: list[int] = []

    def work() -> None:
        try:
            while job := claims.claim():
                taken.append(job.id)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    assert len(taken) == len(set(taken))
    assert set(taken) == wanted


def test_a_row_is_due_in_its_own_second_and_a_lease_ends_at_its_end() -> None:
    second = now().replace(microsecond=0)
    with moments.at(second):
        rows = [row(), row()]
        with connection.cursor() as cursor:
            instant = second.replace(tzinfo=None).isoformat(" ", "microseconds")
            zone = "+00" if connection.vendor == "postgresql" else ""
            # As the writer of cases keeps instants: with the zeros of a full second.
            cursor.execute("UPDATE cases_outbox SET not_before = %s WHERE id = %s", (instant + zone, rows[0].pk))
        taken = [job.id for job in iter(claims.claim, None) if job]
    assert sorted(taken) == [each.pk for each in rows]
    with moments.at(second + claims.LEASE - timedelta(microseconds=1)):
        assert claims.claim() is None
    with moments.at(second + claims.LEASE):
        assert claims.claim() is not None
