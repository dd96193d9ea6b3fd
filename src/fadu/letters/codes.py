"""The code by which whoever gets a letter finds its entry in the register: 12 characters that nobody guesses and that never change.

A code follows from the entry's hash and the letter's name under the office's key: a letter made twice carries the same one, and the
table of codes can be made anew from the record.
"""

from __future__ import annotations

import re
import unicodedata

from django.urls import reverse

from fadu.cases.keys import master
from fadu.cases.models import Entry, Material
from fadu.evidence.secrets import lookup_token
from fadu.letters.blocks import Check
from fadu.letters.models import LetterCode
from fadu.letters.sealing.keeping import LETTERS
from fadu.letters.site import site

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O and U, so that what is read aloud or copied by hand is not mistaken."""
LENGTH = 12
MISREAD = str.maketrans("OIL", "011")
PRINTED = re.compile(rf"核验码：([{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}})")
"""A code as a letter prints it, white space apart."""


def code_of(entry: Entry, name: str) -> str:
    """The code of the letter `name` that follows from an entry."""
    token = lookup_token(master(), "letter", f"{bytes(entry.hash).hex()} {name}")
    bits = int.from_bytes(token[:8], "big") >> 4
    return "".join(ALPHABET[bits >> 5 * n & 31] for n in reversed(range(LENGTH)))


def tidy(typed: str) -> str:
    """A code as people type it, in the form in which it is kept; at most its first 40 characters count."""
    wide = unicodedata.normalize("NFKC", typed[:40]).upper().translate(MISREAD)
    return "".join(character for character in wide if character.isalnum())[:40]


def grouped(code: str) -> str:
    """A code as it is printed: ABCD-EFGH-JKMN."""
    return "-".join(code[n : n + 4] for n in range(0, LENGTH, 4))


def check_of(entry: Entry, name: str) -> Check:
    """What the letter prints so that it can be checked."""
    return Check(f"{site()}{reverse('portal:letter-check')}", grouped(code_of(entry, name)))


def register(letter: Material) -> None:
    """Note the code of a letter that was made; noted twice, it is noted once.

    Raises:
        ValueError: the material is no letter that follows from an entry.
    """
    if letter.kind not in LETTERS or letter.entry is None:
        raise ValueError(f"material {letter.pk} is no letter of an entry")
    LetterCode.objects.get_or_create(letter=letter, defaults={"code": code_of(letter.entry, letter.title)})


def repair(write: bool = True) -> int:
    """Note the codes of all letters that have none, and put right those that differ from the record; how many there were."""
    found = 0
    letters = Material.objects.filter(kind__in=LETTERS, entry__isnull=False).select_related("entry", "code")
    for letter in letters.iterator():
        assert letter.entry is not None
        right, noted = code_of(letter.entry, letter.title), getattr(letter, "code", None)
        if noted is None or noted.code != right:
            found += 1
            if write:
                LetterCode.objects.update_or_create(letter=letter, defaults={"code": right})
    return found
