"""Keys and ciphertexts: what was sealed for one place opens there and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fadu.evidence.secrets import (
    CODE_ALPHABET,
    CODE_LENGTH,
    SecretError,
    check_code,
    decrypt,
    encrypt,
    hash_code,
    lookup_token,
    new_code,
    new_key,
    normalised,
    unwrap,
    wrap,
)

MASTER = bytes(range(32))
KEY = bytes(range(32, 64))


@given(st.binary(), st.binary())
def test_what_is_sealed_opens(plaintext: bytes, aad: bytes) -> None:
    assert decrypt(KEY, encrypt(KEY, plaintext, aad), aad) == plaintext


@given(st.binary(max_size=40), st.integers(0, 10_000), st.integers(1, 255))
def test_no_byte_can_be_changed(plaintext: bytes, place: int, change: int) -> None:
    sealed = bytearray(encrypt(KEY, plaintext, b"case-1/3/personal:p1"))
    sealed[place % len(sealed)] ^= change
    with pytest.raises(SecretError, match="does not open"):
        decrypt(KEY, bytes(sealed), b"case-1/3/personal:p1")


def test_another_place_or_key_does_not_open() -> None:
    sealed = encrypt(KEY, b"G12345678", b"case-1/3/personal:p1")
    for key, aad in ((KEY, b"case-1/4/personal:p1"), (MASTER, b"case-1/3/personal:p1")):
        with pytest.raises(SecretError, match="wrong key, wrong place"):
            decrypt(key, sealed, aad)


def test_the_same_text_is_never_sealed_alike() -> None:
    assert len({encrypt(KEY, b"same", b"") for _ in range(50)}) == 50


@pytest.mark.parametrize("length", [0, 11, 27])
def test_a_cut_ciphertext_is_named(length: int) -> None:
    with pytest.raises(SecretError, match=f"{length} bytes is too short"):
        decrypt(KEY, encrypt(KEY, b"", b"")[:length], b"")


def test_keys_have_32_bytes_and_differ() -> None:
    assert len(new_key()) == 32
    assert new_key() != new_key()
    with pytest.raises(SecretError, match="key of 5 bytes refused: a key has 32"):
        encrypt(b"short", b"", b"")
    with pytest.raises(SecretError, match="key of 5 bytes refused"):
        wrap(MASTER, b"short", "p1")
    with pytest.raises(SecretError, match="key of 0 bytes refused"):
        unwrap(b"", b"", "p1")


def test_a_subjects_key_opens_only_as_theirs() -> None:
    wrapped = wrap(MASTER, KEY, "p1")
    assert unwrap(MASTER, wrapped, "p1") == KEY
    assert KEY not in wrapped
    for master, subject in ((MASTER, "p2"), (KEY, "p1")):
        with pytest.raises(SecretError):
            unwrap(master, wrapped, subject)


def test_lookup_ignores_width_case_and_spaces() -> None:
    token = lookup_token(MASTER, "passport", "G12345678")
    assert token == lookup_token(MASTER, "passport", " ｇ1234　5678\n")
    assert token != lookup_token(MASTER, "passport", "G12345679")
    assert token != lookup_token(MASTER, "identity", "G12345678")
    assert token != lookup_token(KEY, "passport", "G12345678")
    assert lookup_token(MASTER, "ab", "C") != lookup_token(MASTER, "a", "bC")


@given(st.text(st.characters(max_codepoint=0x9FFF)))
def test_normalising_twice_changes_nothing(value: str) -> None:
    assert normalised(normalised(value)) == normalised(value)


def test_codes_are_long_readable_and_checked() -> None:
    code = new_code()
    assert len(code) == CODE_LENGTH
    assert set(code) <= set(CODE_ALPHABET)
    assert not set(CODE_ALPHABET) & set("0O1IL2Z5S8BUV")
    stored = hash_code(MASTER, "2023-0001", code)
    assert code.encode() not in stored
    assert check_code(MASTER, "2023-0001", f" {code[:5].lower()} {code[5:]}", stored)
    assert not check_code(MASTER, "2023-0001", code[:-1] + ("3" if code[-1] != "3" else "4"), stored)
    assert not check_code(MASTER, "2023-0002", code, stored)
    assert not check_code(KEY, "2023-0001", code, stored)
