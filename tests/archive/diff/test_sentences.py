"""Sentences of two bodies: which is which, and what became of each."""

from __future__ import annotations

import pytest

from archive.diff.sentences import LONGEST, Aligned, aligned, sentences_of
from archive.records import Block

BRIDGE = "The old bridge over the river was closed on Monday."
CRACKS = "Engineers had found cracks in two of its pillars, the council said."
BUSES = "Buses will take the road past the mill until the end of the year."
COSTS = "Mending it is to cost about two million crowns, less than a new one."
VOTE = "The council votes on the money in the second week of June."


def body(*paragraphs: str) -> list[Block]:
    return [Block(type="paragraph", text=text) for text in paragraphs]


def told(found: Aligned) -> list[tuple[str, list[str], list[str]]]:
    return [
        (one.label, [found.old[i].text for i in one.old], [found.new[i].text for i in one.new])
        for one in found.alignments
    ]


def between(old: list[Block], new: list[Block]) -> list[tuple[str, list[str], list[str]]]:
    return told(aligned(old, new, "en"))


def test_equal_bodies_have_the_same_sentences() -> None:
    text = body(f"{BRIDGE} {CRACKS}", BUSES)
    assert [("same", [x], [x]) for x in (BRIDGE, CRACKS, BUSES)] == between(text, text)


def test_a_sentence_is_added_and_one_deleted_where_they_stood() -> None:
    assert [
        ("same", [BRIDGE], [BRIDGE]),
        ("delete", [CRACKS], []),
        ("same", [BUSES], [BUSES]),
        ("add", [], [VOTE]),
    ] == between(body(f"{BRIDGE} {CRACKS} {BUSES}"), body(f"{BRIDGE} {BUSES} {VOTE}"))


def test_an_edit_has_both_sentences_and_their_likeness() -> None:
    now = COSTS.replace("two million", "3.5 million")
    [same, edit] = aligned(body(f"{BRIDGE} {COSTS}"), body(f"{BRIDGE} {now}"), "en").alignments
    assert ("same", 1.0, False) == (same.label, same.similarity, same.edited)
    assert ("edit", True) == (edit.label, edit.edited)
    assert edit.similarity is not None
    assert 0.8 < edit.similarity < 1


def test_a_sentence_that_went_to_another_paragraph_is_a_refactor() -> None:
    found = between(
        body(f"{VOTE} {BRIDGE} {CRACKS}", BUSES), body(f"{BRIDGE} {CRACKS}", f"{BUSES} {VOTE}")
    )
    assert ("refactor", [VOTE], [VOTE]) in found
    assert 3 == sum(label == "same" for label, _, _ in found)


def test_a_sentence_cut_in_two_is_one_edit() -> None:
    one = "The bridge over the river was closed on Monday because two of its pillars have cracks."
    two = ["The bridge over the river was closed on Monday.", "Two of its pillars have cracks."]
    assert [("edit", [one], two)] == between(body(one), body(" ".join(two)))
    assert [("edit", two, [one])] == between(body(" ".join(two)), body(one))


def test_every_sentence_is_in_one_alignment() -> None:
    old, new = body(f"{BRIDGE} {CRACKS}", f"{BUSES} {COSTS}"), body(COSTS, f"{VOTE} {BRIDGE}")
    found = aligned(old, new, "en")
    assert sorted(i for one in found.alignments for i in one.old) == list(range(len(found.old)))
    assert sorted(i for one in found.alignments for i in one.new) == list(range(len(found.new)))


def test_the_items_of_a_list_and_the_text_of_images() -> None:
    blocks = [Block(type="list", items=("Buses", "Trams")), Block(type="image", ref="img-1")]
    assert ["Buses", "Trams"] == [one.text for one in aligned(blocks, [], "en").old]


@pytest.mark.parametrize(
    ("language", "text", "count"),
    [
        ("en", 'Mr. Lee paid $1.5 million on Jan. 5. "He left," she said. "Why?"', 3),
        ("de-AT", "Am 3. Mai kam Dr. Lang nach Wien. Er sagte: „Ich gehe.“ Dann ging er.", 3),
        ("zh", "他说：“今天下雨。”我们走吧！", 2),
        ("ar", "قال الوزير إنه غادر. هل عاد؟ نعم.", 3),
        ("hi", "वह गया। फिर आया।", 2),
        (None, "It is shut. It is open.", 2),
        ("xx-nonsense", "It is shut. It is open.", 2),
        ("en", " \n ", 0),
    ],
)
def test_sentences_end_by_the_rules_of_the_language(
    language: str | None, text: str, count: int
) -> None:
    assert count == len(sentences_of(text, language))


@pytest.mark.parametrize("code", ["de", "de-AT", "de_AT", "DE-at", " de"])
def test_a_language_may_be_written_with_its_country(code: str) -> None:
    assert ["Am 3. März kam er.", "Dann ging er."] == sentences_of(
        "Am 3. März kam er. Dann ging er.", code
    )


@pytest.mark.parametrize("unit", ["“a. ", "word ", "x", "。", f"{BRIDGE} ", f"“{BRIDGE} ", "«b? "])
def test_no_stretch_of_a_line_is_long_and_no_character_lost(unit: str) -> None:
    text = unit * (5 * LONGEST // len(unit))
    found = sentences_of(text, "en")
    assert max(map(len, found)) <= LONGEST
    assert "".join(text.split()) == "".join("".join(found).split())


def test_a_long_line_is_cut_behind_a_sentence() -> None:
    assert {BRIDGE} == set(sentences_of(f"{BRIDGE} " * 500, "en"))
    assert {"word"} == set(" ".join(sentences_of("word " * 5000, "en")).split())
