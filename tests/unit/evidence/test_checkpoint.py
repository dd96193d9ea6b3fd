"""Signed notes: readable by any C2SP tool, and by nobody's leave changed."""

from base64 import b64decode, b64encode

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from fadu.evidence import checkpoint as cp
from fadu.evidence.checkpoint import CheckpointError

KEY = cp.load_private(
    "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END PRIVATE KEY-----\n"
)
OTHER = cp.generate()
ORIGIN = "waiban.example.cn/log"
ROOT = bytes(range(32))
TIME = "2023-09-11T01:00:00Z"
NOTE = cp.sign(KEY, ORIGIN, 42, ROOT, TIME)


def test_the_key_is_the_one_of_rfc_8032() -> None:
    public = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    assert KEY.public_key().public_bytes_raw().hex() == public


def test_verifier_key_of_the_published_example() -> None:
    # The example of golang.org/x/mod/sumdb/note, which C2SP signed notes describe.
    published = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    key = cp.from_base64(b64encode(b64decode(published.split("+", 2)[2])[1:]).decode())
    assert cp.verifier_key("PeterNeumann", key) == published


def test_a_checkpoint_reads_line_by_line() -> None:
    lines = NOTE.split("\n")
    assert lines[:5] == [ORIGIN, "42", b64encode(ROOT).decode(), TIME, ""]
    assert lines[5].startswith(f"— {ORIGIN} ")
    assert lines[6:] == [""]
    key_hash = bytes.fromhex(cp.verifier_key(ORIGIN, KEY.public_key()).split("+")[1])
    signature = b64decode(lines[5].split(" ")[2])
    assert signature[:4] == key_hash
    KEY.public_key().verify(signature[4:], "\n".join(lines[:4]).encode() + b"\n")


def test_a_signed_checkpoint_verifies() -> None:
    expected = cp.Checkpoint(ORIGIN, 42, ROOT, TIME)
    assert cp.parse(NOTE) == cp.verify(NOTE, KEY.public_key()) == expected
    assert cp.verify_any(NOTE, [OTHER.public_key(), KEY.public_key()]) == expected


def test_a_witness_may_sign_too() -> None:
    witness = cp.sign(OTHER, "witness.example", 42, ROOT, TIME).rsplit("\n\n", 1)[1]
    assert cp.verify(NOTE + witness, KEY.public_key()).size == 42


@pytest.mark.parametrize("keys", [[], [OTHER.public_key()]])
def test_another_key_does_not_verify(keys: list[Ed25519PublicKey]) -> None:
    with pytest.raises(CheckpointError, match="not signed by any of the keys"):
        cp.verify_any(NOTE, keys)


def test_a_signature_under_another_name_does_not_verify() -> None:
    renamed = NOTE.replace(f"— {ORIGIN} ", "— elsewhere.example ")
    with pytest.raises(CheckpointError, match=f"not signed by the key {cp.key_id(KEY.public_key())}"):
        cp.verify(renamed, KEY.public_key())


@given(st.integers(0, len(NOTE) - 1), st.characters(codec="utf-8"))
def test_no_character_can_be_changed(place: int, char: str) -> None:
    changed = NOTE[:place] + char + NOTE[place + 1 :]
    if changed != NOTE:
        with pytest.raises(CheckpointError):
            cp.verify(changed, KEY.public_key())


@given(st.text(max_size=200) | st.lists(st.sampled_from(NOTE.split("\n"))).map("\n".join))
def test_any_other_text_is_refused_in_one_line(text: str) -> None:
    if text.startswith(NOTE.split("—")[0]):
        return
    with pytest.raises(CheckpointError) as caught:
        cp.parse(text)
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize(
    ("origin", "size", "root", "time", "message"),
    [
        ("two words", 1, ROOT, TIME, "one word without spaces"),
        ("a+b", 1, ROOT, TIME, "plus signs"),
        ("", 1, ROOT, TIME, "origin"),
        (ORIGIN, -1, ROOT, TIME, "a whole number"),
        (ORIGIN, 2**53, ROOT, TIME, "a whole number"),
        (ORIGIN, 1, ROOT[:31], TIME, "31 bytes refused"),
        (ORIGIN, 1, ROOT, "2023-09-11T09:00:00+08:00", "UTC like"),
        (ORIGIN, 1, ROOT, "", "UTC like"),
    ],
)
def test_nothing_unreadable_is_signed(origin: str, size: int, root: bytes, time: str, message: str) -> None:
    with pytest.raises(CheckpointError, match=message):
        cp.sign(KEY, origin, size, root, time)


def test_a_receipt_holds_as_it_reads() -> None:
    receipt = cp.sign_receipt(KEY, "case-1", 3, ROOT, "2023-09-11T01:00:00.000000Z")
    assert receipt == cp.sign_receipt(KEY, "case-1", 3, ROOT, "2023-09-11T01:00:00.000000Z")
    assert cp.verify_receipt(receipt, KEY.public_key())
    assert not cp.verify_receipt(receipt, OTHER.public_key())
    changes = {"case": "case-2", "seq": 4, "hash": "00" * 32, "recorded_at": "", "key": "", "format": "", "more": 1}
    for name, value in changes.items():
        assert not cp.verify_receipt({**receipt, name: value}, KEY.public_key())
    for name in receipt:
        assert not cp.verify_receipt({k: v for k, v in receipt.items() if k != name}, KEY.public_key())
    for signature in (None, 3, "", "é", receipt["signature"][:-4]):
        assert not cp.verify_receipt({**receipt, "signature": signature}, KEY.public_key())
    assert not cp.verify_receipt([], KEY.public_key())  # type: ignore[arg-type]


def test_keys_survive_the_trip_through_text() -> None:
    public = OTHER.public_key()
    assert cp.load_private(cp.private_pem(OTHER)).private_bytes_raw() == OTHER.private_bytes_raw()
    assert cp.load_public(cp.public_pem(public)) == public
    assert cp.from_base64(cp.public_base64(public)) == public
    assert cp.key_id(cp.load_public(cp.public_pem(public))) == cp.key_id(public)


RSA = "-----BEGIN PUBLIC KEY-----\nMFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAKKFG8SuPXsHJDw/i8eDSfNQBDaIYN4G\n/oCWDaLPxyRxIwLzhjmbShdlJ/q0vYLjfUBBfKlE2FTCBjHtUx0FJBsCAwEAAQ==\n-----END PUBLIC KEY-----\n"


@pytest.mark.parametrize("text", ["", "no key", "\ud800", RSA, cp.private_pem(OTHER)])
def test_what_is_not_a_public_key_is_refused(text: str) -> None:
    with pytest.raises(CheckpointError, match="not an Ed25519 public key"):
        cp.load_public(text)


@pytest.mark.parametrize("text", ["", "no key", RSA, cp.public_pem(OTHER.public_key())])
def test_what_is_not_a_private_key_is_refused(text: str) -> None:
    with pytest.raises(CheckpointError, match="not an Ed25519 private key"):
        cp.load_private(text)


@pytest.mark.parametrize("text", ["", "AAAA", "é", "A" * 43, "A" * 43 + "=\n"])
def test_what_is_not_a_key_in_base64_is_refused(text: str) -> None:
    with pytest.raises(CheckpointError, match="32 bytes in base64"):
        cp.from_base64(text)
