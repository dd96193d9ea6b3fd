"""The key of the local seal on a PKCS#11 token (HSM, USB key): it signs there and never leaves it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock

from pkcs11 import PinExpired, PinIncorrect, PinInvalid, PinLenRange, PinLocked, PKCS11Error, Session, Token, lib
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.sign.pkcs11 import PKCS11Signer, find_token

from fadu.cases.errors import ActError
from fadu.procedure.say import say

WRONG_PIN = (PinIncorrect, PinInvalid, PinLenRange, PinExpired)
ONE_AT_A_TIME = Lock()
"""Who is logged in to a token, is so for the whole process: another thread's login would be refused, its logout would be ours."""


@contextmanager
def token_signer(module: Path, token: str, label: str, pin: str) -> Iterator[PKCS11Signer]:
    """The signer while the token is open; key and certificate both have the label, and are RSA or of an elliptic curve.

    The PIN is tried once: many tokens lock themselves after a few wrong ones.

    Raises:
        ActError: the library, the token, the PIN or the label is not what the settings say, or the token failed while it signed.
    """
    with ONE_AT_A_TIME, _opened(_found(module, token), pin) as session:
        signer = _loaded(session, token, label)
        try:
            yield signer
        except (PKCS11Error, NotImplementedError):
            raise ActError(
                say("密码设备“{token}”没有完成签名", token=token),
                say("检查设备是否仍然接着，密钥是否是 RSA 或者椭圆曲线（ECDSA）的签名密钥。"),
            ) from None


def _loaded(session: Session, token: str, label: str) -> PKCS11Signer:
    # The digest is made here: that much every token can sign, while not every one makes digests (SoftHSM does not, for curves).
    signer = PKCS11Signer(
        session, cert_label=label, key_label=label, other_certs_to_pull=None, use_raw_mechanism=True
    )
    try:
        asyncio.run(signer.ensure_objects_loaded())
    except PKCS11Error:
        raise ActError(
            say("密码设备“{token}”里没有标签为“{label}”的私钥和证书，或者不止一个", token=token, label=label),
            say("检查 FADU_SEAL_PKCS11 的 label：私钥和证书用同一个标签，各有一个。"),
        ) from None
    return signer


def _found(module: Path, label: str) -> Token:
    try:
        slots = lib(str(module)).get_slots()
        token = find_token(slots, token_criteria=TokenCriteria(label=label))
    except PKCS11Error:
        raise ActError(
            say("密码设备的 PKCS#11 程序库不能使用：{module}", module=str(module)),
            say("检查 FADU_SEAL_PKCS11 的 module：写厂家程序库的完整路径，并且本系统的用户可以读。"),
        ) from None
    if token is None:
        raise ActError(
            say("没有找到密码设备“{token}”", token=label),
            say("检查设备是否接好，FADU_SEAL_PKCS11 的 token 是否就是它的标签。"),
        )
    return token


@contextmanager
def _opened(token: Token, pin: str) -> Iterator[Session]:
    session = _logged_in(token, pin)
    try:
        yield session
    finally:
        # A token that was taken away can't be logged out of.
        with suppress(PKCS11Error):
            session.close()


def _logged_in(token: Token, pin: str) -> Session:
    try:
        return token.open(user_pin=pin)
    except PinLocked:
        raise ActError(
            say("密码设备“{token}”已锁定：PIN 输错的次数太多", token=token.label),
            say("用厂家的工具解锁，更正 FADU_SEAL_PASSPHRASE_FILE 里的 PIN 后再试。"),
        ) from None
    except WRONG_PIN:
        raise ActError(
            say("密码设备“{token}”的 PIN 不对", token=token.label),
            say("检查 FADU_SEAL_PASSPHRASE_FILE；更正之前不要再试，多次输错会锁定设备。"),
        ) from None
    except PKCS11Error:
        raise ActError(
            say("密码设备“{token}”打不开", token=token.label), say("检查设备是否接好、是否已经初始化。")
        ) from None
