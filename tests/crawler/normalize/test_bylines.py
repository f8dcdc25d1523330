"""Bylines of many languages taken apart."""

from __future__ import annotations

import pytest

from crawler.normalize.bylines import parties_of, printed_byline


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
