"""What an export reads of an article fits together, whatever a crawl writes meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.collection import Collection
from archive.export.contents import stories
from archive.export.target import silent
from tests.archive.collection.kept import Kept, day


@pytest.mark.parametrize("asked", ["observations", "comment_history", "revisions"])
def test_an_article_is_read_as_it_was_at_one_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: str
) -> None:
    kept = Kept(tmp_path / "c")
    kept.read(day(1), "The quay is closed.")
    kept.writer.sync()
    with Collection.open(tmp_path / "c") as collection:
        ask = getattr(collection, asked)

        def and_meanwhile(article_id: str) -> object:
            found = ask(article_id)
            kept.read(day(2), "The quay is open.", "c1 At last.")
            kept.writer.sync()
            return found

        monkeypatch.setattr(collection, asked, and_meanwhile)
        (story,) = stories(collection, silent)
        told = (len(story.revisions), len(story.observations), len(story.comments))
        monkeypatch.undo()
        (story,) = stories(collection, silent)
        later = (len(story.revisions), len(story.observations), len(story.comments))
    kept.close()
    assert ((1, 1, 0), (2, 2, 1)) == (told, later)
