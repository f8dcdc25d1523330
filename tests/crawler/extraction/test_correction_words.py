"""Correction notices told by their first words, in many languages."""

from __future__ import annotations

import pytest

from tests.crawler.reading.pages import MORE, PROSE, article_of, page

NOTICES = (
    "Correction (May 14, 2024): the bridge is of 1931.",
    "Clarification: the mayor spoke on Monday.",
    "Editor's note: the name of the engineer was added.",
    "For the record: the bridge is of 1931.",
    "This story was updated to correct the year of the bridge.",
    "Transparenzhinweis: Die Autorin ist mit dem Ingenieur verwandt.",
    "Hinweis der Redaktion: Das Baujahr wurde berichtigt.",
    "Rectificatif : le pont date de 1931.",
    "Cet article a été corrigé le 14 mai.",
    "Aclaración: el puente es de 1931.",
    "Esta nota ha sido corregida.",
    "Correção: a ponte é de 1931.",
    "Errata corrige: il ponte è del 1931.",
    "Noot van de redactie: de brug is van 1931.",
    "Rättelse: bron är från 1931.",
    "I en tidligere versjon av denne saken sto det feil år.",
    "Oikaisu: silta on vuodelta 1931.",
    "Sprostowanie: most jest z 1931 roku.",
    "V předchozí verzi článku byl uveden špatný rok.",
    "Helyesbítés: a híd 1931-ben épült.",
    "Διόρθωση: η γέφυρα είναι του 1931.",
    "Уточнение: мост построен в 1931 году.",
    "Примітка редакції: міст збудовано 1931 року.",
    "Düzeltme: köprü 1931 yılında yapıldı.",
    "تصحيح: بني الجسر عام 1931.",
    "תיקון: הגשר נבנה בשנת 1931.",
    "भूल सुधार: पुल 1931 में बना था।",
    "訂正：橋は1931年に架けられました。",
    "更正：该桥建于1931年。",
    "정정: 다리는 1931년에 지어졌습니다.",
    "Koreksi: jembatan itu dibangun pada 1931.",
)
SENTENCES = (
    "Corrections officers directed the traffic for most of the day.",
    "Korrektur der Pläne verlangt der Rat: Die Brücke soll breiter werden als bisher gedacht.",
    "Oprava mostu potrvá déle: dělníci najdou pod vozovkou další trhliny v pilířích.",
    "Clarification of the plans took a year, the mayor said on Monday.",
    "Поправка к закону принята в первом чтении, сообщает пресс-служба.",
    "Erratas and other birds of the river were seen below the bridge.",
    "Update on the bridge: it stays closed until the end of the year.",
)


def type_of(text: str) -> str:
    body = f"<article><h1>Old bridge closed</h1><p>{PROSE}</p><p>{text}</p><p>{MORE}</p></article>"
    return article_of(page(body)).body.blocks[1].type


@pytest.mark.parametrize("notice", NOTICES)
def test_a_notice_is_told_by_its_first_words(notice: str) -> None:
    assert "correction" == type_of(notice)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_that_begins_alike_is_none(sentence: str) -> None:
    assert "paragraph" == type_of(sentence)
