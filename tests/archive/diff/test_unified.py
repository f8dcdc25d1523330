"""`--unified` as other programs read it: patch and git apply make the later lines of the earlier."""

import re
import shutil
import subprocess
from datetime import datetime

import pytest

from archive.diff import compare
from archive.diff.plain import lines_of
from archive.diff.state import State
from archive.diff.unified import unified
from archive.records import Block, Image, Link
from tests.archive.diff.crafted import HARBOUR, article, changed_in, comment
from tests.archive.diff.sheets import CASES, case

GIT = pytest.mark.skipif(shutil.which("git") is None, reason="no git on this machine")
PATCH = pytest.mark.skipif(shutil.which("patch") is None, reason="no patch on this machine")
HOSTILE = "\x1b[31m\n--- a/x\n+++ b/x\n@@ -1 +1 @@\r\x0bdiff --git a/x b/x\x85\u2028end"


def text(state):
    return "".join(f"{line.text}\n" for line in lines_of(state))


def made(old, new, **more):
    return unified(compare(old.article, new.article, **more), old, new)


def _hostile():
    old = State(article(*HARBOUR, f"An odd paragraph. {HOSTILE}", headline=HOSTILE))
    return old, State(article(f"Another. {HOSTILE}", *HARBOUR[:2], day=2, headline="Plain"))


def _emptied():
    bare = {"headline": None, "in_language": None, "canonical_url": None}
    return State(article(*HARBOUR, **bare)), State(article(day=2, **bare))


PAIRS = {
    **{name: lambda name=name: case(name)[1:] for name in CASES},
    "hostile": _hostile,
    "emptied": _emptied,
    "filled": lambda: _emptied()[::-1],
}


@pytest.fixture(params=PAIRS)
def pair(request):
    return PAIRS[request.param]()


@PATCH
def test_patch_makes_the_later_lines_of_the_earlier(pair, tmp_path):
    (tmp_path / "old").write_text(text(pair[0]), encoding="utf-8")
    subprocess.run(
        ["patch", "--quiet", "-o", "new", "old"],
        input=made(*pair).encode(),
        cwd=tmp_path,
        check=True,
    )
    assert text(pair[1]) == (tmp_path / "new").read_text(encoding="utf-8")


@GIT
def test_git_counts_and_applies_it(pair, tmp_path):
    diff = made(*pair)
    name = re.search(r"^--- a/(\S+)", diff, re.MULTILINE)[1]
    (tmp_path / name).write_text(text(pair[0]), encoding="utf-8")

    def git(*words):
        words = ["git", "apply", "--unidiff-zero", *words]
        done = subprocess.run(
            words, input=diff.encode(), cwd=tmp_path, check=True, capture_output=True
        )
        return done.stdout.decode()

    lines = diff.splitlines()
    added = sum(1 for line in lines if line.startswith("+")) - 1
    removed = sum(1 for line in lines if line.startswith("-")) - 1
    assert f"{added}\t{removed}\t{name}\n" == git("--numstat")
    git()
    # git takes away a file that has no line left
    left = (tmp_path / name).read_text(encoding="utf-8") if (tmp_path / name).exists() else ""
    assert text(pair[1]) == left


EDITED = changed_in(HARBOUR, 1, "1,500", "1,800")
ONE, OTHER = State(article(*HARBOUR)), State(article(*EDITED, day=2))


def test_a_paragraph_is_a_line_as_a_whole():
    lines = made(ONE, OTHER).splitlines()
    assert (f"-{HARBOUR[1]}" in lines, f"+{EDITED[1]}" in lines) == (True, True)


def test_every_event_stands_before_the_lines_that_tools_read():
    head, _, _ = made(ONE, OTHER).partition("\n--- a/")
    events = compare(ONE.article, OTHER.article).events
    assert [f"# {event.type} {event.path} silent" for event in events] == [
        line[: len(f"# {event.type} {event.path} silent")]
        for line, event in zip(head.splitlines()[-len(events) :], events, strict=True)
    ]


def test_a_hunk_names_its_events():
    (hunk,) = re.findall(r"^@@ -.*", made(ONE, OTHER), re.MULTILINE)
    assert hunk.endswith(
        "@@ block_edited /body/blocks/1 silent, number_changed /body/blocks/1 silent"
    )


def test_the_times_of_the_captures_are_written_as_diff_writes_them():
    (told,) = re.findall(r"^--- .*\t(.*)", made(ONE, OTHER), re.MULTILINE)
    assert "2026-03-01T08:00:00+00:00" == datetime.fromisoformat(told).isoformat()


def test_the_same_comparison_gives_the_same_bytes():
    assert made(*case("everything")[1:]) == made(*case("everything")[1:])


def test_where_nothing_differs_there_is_nothing_to_apply():
    assert [] == [line for line in made(ONE, ONE).splitlines() if not line.startswith("#")]


LINKED = Block(
    type="paragraph",
    text="See the report.",
    links=(Link(url="https://a.example/r?utm_source=x", text="report"),),
)


@pytest.mark.parametrize(
    "fields",
    [
        {"image": (Image(id="img-9", content_url="https://a.example/lead.jpg"),)},
        {"comment_count": 7},
    ],
)
def test_what_makes_no_event_makes_no_line(fields):
    assert text(State(article(LINKED))) == text(State(article(LINKED, **fields)))


def test_a_links_tracking_makes_no_line():
    plain = Block(
        type="paragraph",
        text="See the report.",
        links=(Link(url="https://a.example/r", text="report"),),
    )
    assert text(State(article(LINKED))) == text(State(article(plain)))


def test_comments_stand_in_one_order_however_they_are_shown():
    first, second = comment("a", "One"), comment("b", "Two", position=1)
    shown = State(article(*HARBOUR), (first, second))
    assert text(shown) == text(State(article(*HARBOUR), (second, first)))
