"""Traditional Chinese for what the pure packages put together in Chinese: citations, days, amounts, proofs.

Messages and legal terms have their catalogue. These sentences have a small, closed vocabulary, in which each character has
one traditional form; elsewhere it may have several, so nothing that people wrote and no text of a law passes through here.
"""

import re
from collections.abc import Callable

LAW = re.compile("《((?:[^《》]|《[^《》]*》)+)》")
"""A title, which may name another within it."""
WEEK = re.compile("周(?=[一二三四五六日末年])")
SIMPLIFIED = "个争于余关条两办务劳动厅后国对届应开当战时暂没为满顺项诉讼调节纪结胜计长与庆“”"
TRADITIONAL = "個爭於餘關條兩辦務勞動廳後國對屆應開當戰時暫沒為滿順項訴訟調節紀結勝計長與慶「」"
FORMS = str.maketrans(SIMPLIFIED, TRADITIONAL)


def in_traditional(text: str, translate: Callable[[str], str]) -> str:
    """The sentence with its characters in their traditional form; `translate` knows the titles of laws."""
    named = LAW.sub(lambda law: f"《{translate(law[1])}》", text)
    return WEEK.sub("週", named).translate(FORMS)
