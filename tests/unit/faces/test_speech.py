from datetime import date

import pytest
from django.utils import translation

from fadu.faces.speech import BUILTIN_TITLES, amount, cite, cited, short_day, speak, spoken
from fadu.law.citation import Citation
from fadu.procedure.builtin import BUILTIN
from fadu.procedure.say import say

DAY = date(2023, 10, 13)
SENTENCE = say("期限已于{day}届满", day=DAY)


def test_chinese_is_the_sentence_itself() -> None:
    assert speak(SENTENCE) == str(SENTENCE) == "期限已于2023年10月13日届满"


def test_english_has_the_day_in_english() -> None:
    with translation.override("en"):
        assert speak(SENTENCE) == "The time limit ended on 13 October 2023"


@pytest.mark.parametrize(
    ("language", "text"), [("zh-hans", "现在可以进行的行为：公开、甲。"), ("en", "What can be done now: Public, 甲.")]
)
def test_terms_in_a_list_are_translated_where_the_catalogue_has_them(language: str, text: str) -> None:
    with translation.override(language):
        assert speak(say("现在可以进行的行为：{acts}。", acts=["公开", "甲"])) == text


def test_a_sentence_within_a_sentence_is_spoken_too() -> None:
    with translation.override("en"):
        assert speak(say("先“{act}”。", act=say("公开"))) == "First: “Public”."


def test_nothing_to_say_is_nothing() -> None:
    assert speak(say("")) == ""


def test_citations_speak_both_languages() -> None:
    article = Citation("示例条例", 33, paragraph=3)
    assert cited(article) == "《示例条例》第三十三条第三款"
    with translation.override("en"):
        assert cited(article) == "《示例条例》, Article 33, paragraph 3"
        assert short_day(DAY) == "October 13"


def test_a_law_has_its_english_title_where_a_pack_or_the_engine_gives_one() -> None:
    assert cite("民法典#201.1") == "《民法典》第二百零一条第一款"
    with translation.override("en"):
        assert cite("民法典#201.1") == "Civil Code, Article 201, paragraph 1"


def test_every_built_in_act_has_its_title_in_english() -> None:
    assert {act.title for act in BUILTIN.values()} == set(BUILTIN_TITLES)
    with translation.override("en"):
        assert not [title for title in BUILTIN_TITLES if spoken(title) == title]


@pytest.mark.parametrize(("language", "said"), [("zh-hans", "20个工作日"), ("en", "20 working days")])
def test_lengths_are_said(language: str, said: str) -> None:
    with translation.override(language):
        assert amount(20, "working days") == said
