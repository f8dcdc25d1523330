"""Bylines of many languages taken apart."""

from __future__ import annotations

import pytest

from crawler.normalize.bylines import parties_of, printed_byline
from crawler.normalize.roles import is_contribution


@pytest.mark.parametrize(
    ("line", "persons", "organizations"),
    [
        ("By Ann Carter", ["Ann Carter"], []),
        ("By Ann Carter and Ben Osei", ["Ann Carter", "Ben Osei"], []),
        ("Ann Carter, Ben Osei & Cleo Park", ["Ann Carter", "Ben Osei", "Cleo Park"], []),
        ("Von Anna Maier und Jörg Söll, dpa", ["Anna Maier", "Jörg Söll"], ["dpa"]),
        ("Par Anne Dubois et Luc Petit (AFP)", ["Anne Dubois", "Luc Petit"], ["AFP"]),
        ("Por Ana Ruiz y Luis Soto", ["Ana Ruiz", "Luis Soto"], []),
        ("Di Anna Rossi e Luca Bianchi", ["Anna Rossi", "Luca Bianchi"], []),
        ("Door Anna de Vries en Jan Smit", ["Anna de Vries", "Jan Smit"], []),
        ("Av Anna Berg og Ola Dahl", ["Anna Berg", "Ola Dahl"], []),
        ("Автор: Анна Петрова и Иван Сидоров", ["Анна Петрова", "Иван Сидоров"], []),
        ("Ann Carter/AFP", ["Ann Carter"], ["AFP"]),
        ("Ann Carter (Reuters)", ["Ann Carter"], ["Reuters"]),
        ("Caravanserai and AFP", [], ["Caravanserai", "AFP"]),
        ("Associated Press", [], ["Associated Press"]),
        ("Sports Desk", [], ["Sports Desk"]),
        ("Redaktion", [], ["Redaktion"]),
        ("Okafor, Ngozi", ["Ngozi Okafor"], []),
        ("By ANN CARTER", ["ANN CARTER"], []),
        ("ByAnn Carter", ["Ann Carter"], []),
        ("Byron Carter", ["Byron Carter"], []),
        ("Edited by Ann Carter", ["Ann Carter"], []),
        ("ByBy Ann Carter", ["Ann Carter"], []),
        ("Byby ANN CARTER and BEN OSEI", ["ANN CARTER", "BEN OSEI"], []),
        ("© Anna Maier", ["Anna Maier"], []),
        ("Author: Mill2man am 29.12.2010, 13:36 Uhr", ["Mill2man"], []),
        ("李明2017-03-01 14:27:02", ["李明"], []),
        ("Petra Maier", ["Petra Maier"], []),
        ("PETRA MAIER", ["PETRA MAIER"], []),
        ("Theo van Dael", ["Theo van Dael"], []),
        ("Sita de Vries en Jan Smit", ["Sita de Vries", "Jan Smit"], []),
        ("Vorsitzender des Vereins einlädt", [], []),
        ("Ludwig von Mises", ["Ludwig von Mises"], []),
        ("Dylan Bailey, MS, RD", ["Dylan Bailey"], []),
        ("Irsa Holvik, VNS", ["Irsa Holvik"], ["VNS"]),
        ("Ирса Хольвик, ВНС", ["Ирса Хольвик"], ["ВНС"]),
        ("Ann Carter, Ph.D.", ["Ann Carter"], []),
        ("https://social.example/ann", [], []),
        ("ann@paper.example", [], []),
        ("Ann Carter | 12 May 2024", ["Ann Carter"], []),
        ("Ann Carter Published: 12 May 2024, 10:15", ["Ann Carter"], []),
        ("Chris Wilson-Smith", ["Chris Wilson-Smith"], []),
        # glued together by the page's style sheet
        ("ByA. B. Carter", ["A. B. Carter"], []),
        ("byHarbour News", [], ["Harbour News"]),
        ("Geschrieben vonAnna Maier", ["Anna Maier"], []),
        # titles without a comma, and with one that has an outlet's words in it
        ("Ann Carter Chief Reporter", ["Ann Carter"], []),
        ("Ann Carter Senior News Editor", ["Ann Carter"], []),
        ("By Ann Carter, News Reporter", ["Ann Carter"], []),
        ("Anna Maier Redakteurin für Wirtschaft und Umwelt", ["Anna Maier"], []),
        # places, days and rubrics beside names
        ("Ann Carter, Oslo, Ben Osei", ["Ann Carter", "Ben Osei"], []),
        ("Ann Carter Thursday, May 9, 2024 7:35AM", ["Ann Carter"], []),
        ("Anne Dubois | lundi 9 mai 2024", ["Anne Dubois"], []),
        ("par Anne Dubois, 12 mai 2024", ["Anne Dubois"], []),
        ("By WXQ, in News, Harbour, Business, Property", [], ["WXQ"]),
        ("Posted by mill_hand on Friday December 19, 2024 @08:00PM", ["mill_hand"], []),
        # what was done beside the writing
        ("Text von Anna Maier Illustration von Jörg Söll", ["Anna Maier", "Jörg Söll"], []),
        ("Words: Ann Carter. Photographs: Ben Osei", ["Ann Carter", "Ben Osei"], []),
        ("Ann Carter, translated by Ben Osei", ["Ann Carter", "Ben Osei"], []),
        # accounts and links that are no names
        ("admin", [], []),
        ("Posted by admin", [], []),
        ("View all posts by Ann Carter", ["Ann Carter"], []),
        ("Alle Beiträge von Anna Maier", ["Anna Maier"], []),
        ("Search for more papers by this author", [], []),
        ("Ann Carter @ann_carter", ["Ann Carter"], []),
        ("Ann (Annie) Carter", ["Ann (Annie) Carter"], []),
        ("Ann Carter (aca)", ["Ann Carter"], []),
        # many languages
        ("Autor: Jana Nováková a Petr Svoboda", ["Jana Nováková", "Petr Svoboda"], []),
        ("Przez Annę Nowak i Jana Kowala", ["Annę Nowak", "Jana Kowala"], []),
        ("Kirjoittaja: Aino Virta ja Eero Salo", ["Aino Virta", "Eero Salo"], []),
        ("Szerző: Nagy Anna és Kis Péter", ["Nagy Anna", "Kis Péter"], []),
        ("Yazar: Ayşe Kaya ve Can Demir", ["Ayşe Kaya", "Can Demir"], []),
        ("Автор: Олена Коваль та Іван Мельник", ["Олена Коваль", "Іван Мельник"], []),
        ("Autor: Ana Popescu și Ion Rusu", ["Ana Popescu", "Ion Rusu"], []),
        ("Av Anna Berg och Ola Dahl", ["Anna Berg", "Ola Dahl"], []),
        ("Af Anna Holm og Bo Lund", ["Anna Holm", "Bo Lund"], []),
        ("Por Ana Costa e Rui Melo, Lusa", ["Ana Costa", "Rui Melo"], ["Lusa"]),
        ("Oleh Siti Dewi dan Budi Hartono", ["Siti Dewi", "Budi Hartono"], []),
        ("王小明、李大海", ["王小明", "李大海"], []),
        ("记者：王小明、李大海", ["王小明", "李大海"], []),
        ("文／李大海", ["李大海"], []),
        ("نویسنده: سارا احمدی و علی کریمی", ["سارا احمدی", "علی کریمی"], []),
        ("מאת: דנה כהן", ["דנה כהן"], []),
        ("أحمد سالم، ليلى حسن", ["أحمد سالم", "ليلى حسن"], []),
        ("Ιωάννα Παππά και Νίκος Ρήγας", ["Ιωάννα Παππά", "Νίκος Ρήγας"], []),
        ("ИВАН СИДОРОВ, АННА ПЕТРОВА", ["ИВАН СИДОРОВ", "АННА ПЕТРОВА"], []),
        ("Text: Anna Maier / mill.example.de", ["Anna Maier"], ["mill.example.de"]),
        ("(dpa, red)", [], ["dpa", "red"]),
        ("dpa/lno", [], ["dpa/lno"]),
        ("dpa/afp", [], ["dpa", "afp"]),
        ("wxq/hosb;kesm", ["wxq/hosb", "kesm"], []),
        ("Autor: Anna Maier Quelle: dpa", ["Anna Maier"], ["dpa"]),
        ("Ann Carter (Image: Getty Images)", ["Ann Carter"], []),
        ("Text: Anna Maier, Fotos: dpa", ["Anna Maier"], []),
        ("12 May 2024", [], []),
        ("Read more", [], []),
        ("", [], []),
    ],
)
def test_a_byline_names(line: str, persons: list[str], organizations: list[str]) -> None:
    found = parties_of(line, ["Caravanserai"])
    assert (persons, organizations) == ([p.name for p in found.persons], found.organizations)


def test_a_role_goes_with_its_name() -> None:
    [person] = parties_of("Ann Carter, our correspondent in Oslo").persons
    assert ("Ann Carter", "our correspondent in Oslo") == (person.name, person.role)


@pytest.mark.parametrize(
    ("line", "roles"),
    [
        ("By Ann Carter, Photographs by Ben Osei", [None, "Photographs by"]),
        ("Text: Anna Maier, Fotos: Jörg Söll", [None, "Fotos"]),
        ("Par Anne Dubois, traduit par Luc Petit", [None, "traduit par"]),
        ("Edited by Ann Carter", ["Edited by"]),
        ("Автор: Анна Петрова, фото: Иван Сидоров", [None, "фото"]),
        ("Ann Carter Chief Reporter", ["Chief Reporter"]),
        ("By Ann Carter, News Reporter", ["News Reporter"]),
    ],
)
def test_what_a_contributor_did_is_kept_as_printed(line: str, roles: list[str | None]) -> None:
    assert roles == [person.role for person in parties_of(line).persons]


def test_only_what_is_done_beside_the_writing_is_a_contribution() -> None:
    told = [None, "Photographs by", "Fotos", "Reviewed by", "Moscow correspondent"]
    assert [False, True, True, True, False] == [is_contribution(role) for role in told]


def test_a_desk_that_bears_the_outlets_letters_is_no_person() -> None:
    found = parties_of("von Anna Maier, WXQ HOLLIN", ["WXQ"])
    assert (["Anna Maier"], ["WXQ HOLLIN"]) == (
        [name.name for name in found.persons],
        found.organizations,
    )


def test_an_outlet_whose_name_is_joined_by_and_is_not_split() -> None:
    found = parties_of("By Mill & Harbour", ["Mill & Harbour"])
    assert ([], ["Mill & Harbour"]) == (found.persons, found.organizations)


def test_the_outlet_is_no_person() -> None:
    assert [] == parties_of("The Daily Mill", ["The Daily Mill"]).persons


@pytest.mark.parametrize(
    ("expected", "line"),
    [
        ("By Ann Carter", "By Ann Carter, 12 minutes ago"),
        ("By Ann Carter", "By Ann Carter · 4 min read"),
        ("By Ann Carter", "By Ann Carter | Updated 12 May 2024 10:15"),
        ("By Ann Carter and AFP", "By Ann Carter and AFP"),
        (None, "12 May 2024"),
    ],
)
def test_clocks_and_dates_are_no_part_of_a_byline(expected: str | None, line: str) -> None:
    assert expected == printed_byline(line)


def test_a_very_long_line_ends() -> None:
    assert len(parties_of("Ann Carter and " * 100_000).persons) <= 40


def test_whom_one_site_calls_itself_is_a_person_at_another() -> None:
    line = "By Harbour Post"
    assert parties_of(line, ["Harbour Post"]).organizations == ["Harbour Post"]
    assert [name.name for name in parties_of(line, ["Paper"]).persons] == ["Harbour Post"]


def test_what_a_caller_does_with_the_parties_of_a_line_changes_none_of_the_next() -> None:
    parties_of("By Ann Carter").persons.clear()
    assert [name.name for name in parties_of("By Ann Carter").persons] == ["Ann Carter"]
