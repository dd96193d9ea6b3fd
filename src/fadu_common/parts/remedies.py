"""救济途径: what an applicant who disagrees with an answer can do, by which day, before whom. Depends on the day of the answer.

Until 2023-12-31 review or suit, as the applicant chooses. From 2024-01-01 a refusal goes to review first (行政复议法第二十三条第一款第四项);
from 2025-06-01 a judicial interpretation (法释〔2025〕8号第一条) says that this means refusals under Articles 14 to 16 of the Regulations.
Of what neither settles the letter tells the way that is always open: review, then suit; whoever signs it is told that this is «待核».
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from fadu.law.citation import Citation
from fadu.law.dated import Pivot, dated
from fadu.procedure import Law
from fadu_common.laws import SUIT

REVIEW = Law("中华人民共和国行政复议法", short="行政复议法", english="Administrative Reconsideration Law")

SUIT_TERMS: Mapping[str, int | tuple[int, Citation]] = {"1990-10-01": 3, "2015-05-01": (6, SUIT[46].para(1))}
SUIT_MONTHS = dated(SUIT_TERMS, pivot=Pivot.ACT, basis=SUIT.whole)
"""Months in which one may sue directly: three until the law as amended in 2014 came into force (its old Article 39)."""
REVIEW_FIRST_FROM = date(2024, 1, 1)
REFUSAL_DEFINED_FROM = date(2025, 6, 1)

REFUSED = frozenset({"secret", "forbidden", "unsafe", "protected", "internal", "process", "enforcement"})
"""Outcomes that rest on Articles 14 to 16: a refusal in every reading."""
GIVEN = frozenset({"granted", "already_public"})
PARTLY = frozenset({"partly"})
OTHER = frozenset({"corrected", "unfounded", "forwarded", "referred", "disclosed_against_will"})
"""Answers to something else than a request for information: no refusal to disclose in any reading."""
ONLINE = frozenset({"电子邮件", "网上获取"})


@dataclass(frozen=True)
class Remedy:
    """The sentence for the letter, the provisions it rests on, and whether they settle the question."""

    text: str
    basis: tuple[Citation, ...]
    settled: bool = True

    def __str__(self) -> str:
        return self.text


def remedy(outcome: str, day: date, office: str, form: str = "") -> Remedy:
    """What can be done against an answer with this outcome, given on `day` by `office` and delivered in the `form` wished.

    行政复议法（2017）第九条、第十二条; （2023）第二十条、第二十二条至第二十四条; 行政诉讼法第四十四条至第四十六条.
    The terms run from the day on which the letter is served, whatever its way; an answer that is served online names the online way too.
    """
    body = _government(office)
    if day < REVIEW_FIRST_FROM:
        return _choice(f"{body}或者上一级主管部门", (REVIEW[9].para(1), REVIEW[12].para(1)), day)
    competence = (REVIEW[20].para(1), REVIEW[24].para(1).item(1))
    if outcome in REFUSED:
        found = _review_first(body, competence)
    elif outcome in PARTLY or (outcome not in GIVEN | OTHER and day < REFUSAL_DEFINED_FROM):
        found = _unsettled(body, competence)
    else:
        found = _choice(body, competence, day)
    return _with_online(found, body) if form in ONLINE else found


def _choice(body: str, competence: tuple[Citation, ...], day: date) -> Remedy:
    months = SUIT_MONTHS.on(day)
    return Remedy(
        f"如对本答复不服，可以自收到本答复书之日起60日内向{body}申请行政复议，"
        f"也可以自收到本答复书之日起{months.value}个月内直接向有管辖权的人民法院提起行政诉讼。",
        (*competence, SUIT[44].para(1), months.basis or SUIT.whole),
    )


def _review_first(body: str, competence: tuple[Citation, ...]) -> Remedy:
    return Remedy(
        f"如对本答复不服，应当自收到本答复书之日起60日内先向{body}申请行政复议；"
        "对行政复议决定不服的，可以自收到行政复议决定书之日起15日内向有管辖权的人民法院提起行政诉讼。",
        (*competence, REVIEW[23].para(1).item(4), SUIT[44].para(2), SUIT[45]),
    )


def _unsettled(body: str, competence: tuple[Citation, ...]) -> Remedy:
    return Remedy(
        f"如对本答复不服，可以自收到本答复书之日起60日内向{body}申请行政复议；"
        "对行政复议决定不服的，可以自收到行政复议决定书之日起15日内向有管辖权的人民法院提起行政诉讼。",
        (*competence, SUIT[44], SUIT[45]),
        settled=False,
    )


def _with_online(found: Remedy, body: str) -> Remedy:
    """第二十二条第二款: an answer delivered online names the online way to apply for review."""
    text = f"{found.text}提交行政复议申请书的互联网渠道，以{body}行政复议机构公布的为准。"
    return Remedy(text, (*found.basis, REVIEW[22].para(2)), found.settled)


def _government(office: str) -> str:
    """The government whose office this is: 示例市人民政府 of 示例市人民政府外事办公室."""
    found = re.match(r".+?人民政府", office)
    return found[0] if found else "本机关的本级人民政府"
