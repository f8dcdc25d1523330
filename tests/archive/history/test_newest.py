"""Steps from the newest on: all of them, in their order, and no more planned than is asked for."""

import random
from itertools import islice

import pytest

from archive.history import Asked, edits_between, planning
from archive.history.newest import Newest
from archive.history.planning import histories
from tests.archive.history.newsroom import TEXTS, article, at


def text(number):
    return article(*TEXTS[:3], f"Version {number} of this paragraph tells of {number * 17} ships.")


def fill(newsroom, seed):
    choose = random.Random(seed)
    for name in ("a", "b", "c", "d", "e"):
        for day in sorted(choose.sample(range(1, 29), 5)):
            if choose.random() < 0.3:
                newsroom.answer(at(day), choose.choice([404, 410, 500]), name=name)
            else:
                newsroom.read(at(day), text(choose.randint(1, 3)), name)


@pytest.mark.parametrize("seed", range(4))
def test_they_are_every_step_of_every_history_newest_first(newsroom, seed):
    fill(newsroom, seed)
    every = [step for one in histories(newsroom.collection) for step in one.steps]
    every.sort(key=lambda step: step.order, reverse=True)
    assert every
    assert every == list(Newest(newsroom.collection).steps())


def test_what_is_said_of_the_newest_is_what_is_said_of_them_among_all(newsroom, monkeypatch):
    fill(newsroom, 7)
    every = list(edits_between(newsroom.collection, Asked(marked=True)))
    monkeypatch.setattr("archive.history.stream._FIRST_BATCH", 1)
    monkeypatch.setattr("archive.history.stream._LARGER", 1)
    assert every == list(edits_between(newsroom.collection, Asked(marked=True)))


def test_old_histories_are_not_planned_for_the_newest_steps(newsroom, monkeypatch):
    for number in range(9):
        for visit in (1, 2):
            moment = f"2026-{number + 1:02}-{visit * 3:02}T08:00:00.000000Z"
            newsroom.read(moment, text(visit), f"a{number}")
    planned = []
    monkeypatch.setattr(
        "archive.history.newest.history",
        lambda collection, article_id, **told: (
            planned.append(article_id) or planning.history(collection, article_id, **told)
        ),
    )
    monkeypatch.setattr("archive.history.stream._FIRST_BATCH", 2)
    assert 2 == len(list(islice(edits_between(newsroom.collection), 2)))
    assert 3 >= len(planned)
    assert 9 == len(list(edits_between(newsroom.collection)))
