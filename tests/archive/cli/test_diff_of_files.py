"""`microfiche diff` of files, and of a file and an article."""

import json

import pytest
from click.testing import CliRunner

from archive.cli.diff import command
from archive.diff.apart import NOTE
from archive.errors import BadInput, NotInCollection
from crawler.cli import cli
from tests.archive.diff.crafted import HAFEN
from tests.archive.diff.filled import URL, fill, fill_three

PAGE = """<!doctype html><html lang="{lang}"><head><title>Harbour reopens</title>
<meta property="og:type" content="article"></head><body><article><h1>Harbour reopens</h1>
<p>The harbour of Lindenau reopened on Monday after two weeks of repairs, the port said in a note.</p>
<p>About {people} people came to watch the first ferry leave, according to the mayor of the town.</p>
<p>The repairs of the quay cost 2.5 million euros and were paid by the state, the treasurer said.</p>
<p>Critics say that the work came too late. They had warned of cracks in the quay for ten years.</p>
</article></body></html>"""


@pytest.fixture
def pages(tmp_path):
    for name, people in (("old", "1,500"), ("new", "1,800")):
        page = PAGE.format(lang="en", people=people)
        (tmp_path / f"{name}.html").write_text(page, encoding="utf-8")
    return tmp_path


def run(*words, **more):
    return CliRunner().invoke(cli, ["diff", *map(str, words)], **more)


def printed(*words, **more):
    found = run(*words, **more)
    assert (None, 0) == (found.exception, found.exit_code)
    return found.stdout


def kinds(text):
    return [event["type"] for event in json.loads(text)["events"]]


def test_two_pages_are_compared_without_a_collection(pages):
    said = printed(pages / "old.html", pages / "new.html", "--json")
    assert ["block_edited", "number_changed"] == kinds(said)


def test_the_sides_are_named_by_their_files(pages):
    said = printed(pages / "old.html", pages / "new.html")
    wanted = f"from the file {pages}/old.html"
    assert "".join(wanted.split()) in "".join(said.split())


def test_one_side_may_be_standard_input(pages):
    text = (pages / "old.html").read_text(encoding="utf-8")
    assert kinds(printed("-", pages / "new.html", "--json", input=text)) == [
        "block_edited",
        "number_changed",
    ]


def test_standard_input_cannot_be_both_sides():
    assert isinstance(run("-", "-", input="").exception, BadInput)


def test_records_as_extract_prints_them_are_compared(pages):
    for name in ("old", "new"):
        page = str(pages / f"{name}.html")
        found = CliRunner().invoke(cli, ["extract", page, "--url", URL])
        (pages / f"{name}.json").write_text(found.stdout, encoding="utf-8")
    said = printed(pages / "old.json", pages / "new.json", "--json")
    assert ["block_edited", "number_changed"] == kinds(said)


@pytest.fixture
def collection(tmp_path):
    fill(tmp_path / "collection")
    return tmp_path / "collection"


def test_a_record_as_show_prints_it_is_the_article_that_it_is_of(collection, tmp_path):
    words = ["show", URL, "--json", "--collection", str(collection)]
    (tmp_path / "kept.json").write_text(CliRunner().invoke(cli, words).stdout, encoding="utf-8")
    kept = tmp_path / "kept.json"
    said = printed(URL, kept, "--from", "1", "--json", "--collection", collection)
    assert ["block_edited", "number_changed"] == [
        one for one in kinds(said) if "comment" not in one
    ]


def test_a_file_has_no_revisions_to_choose_from(pages):
    found = run(pages / "old.html", pages / "new.html", "--from", "1")
    assert isinstance(found.exception, BadInput)


def test_one_file_alone_is_a_wrong_call(pages):
    assert isinstance(run(pages / "old.html").exception, BadInput)


def test_a_file_that_is_not_there_is_a_wrong_call(pages):
    assert isinstance(run(pages / "old.html", pages / "none.html").exception, BadInput)


def test_a_page_that_is_no_article_is_told(pages):
    (pages / "empty.html").write_text("<html><body></body></html>", encoding="utf-8")
    assert isinstance(run(pages / "old.html", pages / "empty.html").exception, NotInCollection)


@pytest.mark.parametrize(
    "text", ["{", '{"article": 1}', '{"a": ' * 9000, '{"article": {"url": 1}}']
)
def test_json_that_is_no_record_is_a_wrong_call(pages, text):
    (pages / "bad.json").write_text(text, encoding="utf-8")
    assert isinstance(run(pages / "old.html", pages / "bad.json").exception, BadInput)


def test_an_extract_that_found_no_article_has_none(pages):
    (pages / "none.json").write_text('{"article": null, "reason": "a search"}', encoding="utf-8")
    found = run(pages / "none.json", pages / "old.html")
    assert (NotInCollection, True) == (type(found.exception), "a search" in str(found.exception))


def test_pages_in_two_languages_are_not_compared_word_by_word(pages):
    texts = "".join(f"<p>{text}</p>" for text in HAFEN)
    german = f'<html lang="de"><article><h1>Der Hafen ist offen</h1>{texts}</article></html>'
    (pages / "de.html").write_text(german, encoding="utf-8")
    found = run(pages / "old.html", pages / "de.html")
    assert (BadInput, True) == (type(found.exception), "translations" in str(found.exception))


def test_the_archive_alone_says_that_html_needs_the_crawler(pages):
    words = [str(pages / "old.html"), str(pages / "new.html")]
    found = CliRunner().invoke(command, words)
    assert (BadInput, True) == (
        type(found.exception),
        "read by the crawler" in str(found.exception),
    )


OTHER_URL = "https://courier.example/news/quay"
GERMAN_URL = "https://courier.example/de/hafen"


@pytest.fixture(scope="module")
def three(tmp_path_factory):
    """A collection with three articles, one of them the translation of the first."""
    path = tmp_path_factory.mktemp("three") / "collection"
    fill_three(path, OTHER_URL, GERMAN_URL)
    return path


def test_two_articles_of_a_collection_are_compared(three):
    found = json.loads(printed(URL, OTHER_URL, "--json", "--collection", three))
    assert (URL, OTHER_URL, [NOTE]) == (found["from"]["url"], found["to"]["url"], found["notes"])
    assert {False} == {event["silent"] for event in found["events"]}


def test_each_of_two_articles_has_its_own_state_chosen(three):
    words = ("--from", "1", "--to", "2026-03-04", "--json", "--collection", three)
    found = json.loads(printed(URL, OTHER_URL, *words))
    assert (1, 1) == (found["from"]["number"], found["to"]["number"])


def test_two_addresses_of_one_article_are_that_article(three):
    words = (URL, f"{URL}?utm_source=feed", "--json", "--collection", three)
    found = json.loads(printed(*words))
    assert (1, 2, []) == (found["from"]["number"], found["to"]["number"], found["notes"])


def test_an_article_and_its_translation_are_told_apart(three):
    found = run(URL, GERMAN_URL, "--collection", three)
    assert (BadInput, True) == (type(found.exception), "en and de" in str(found.exception))


def test_three_things_cannot_be_compared(three):
    assert isinstance(run(URL, URL, URL, "--collection", three).exception, BadInput)


def test_pages_are_read_as_of_the_address_that_they_had(pages):
    found = json.loads(printed(pages / "old.html", pages / "new.html", "--url", URL, "--json"))
    assert [URL, URL] == [found[side]["url"] for side in ("from", "to")]


def test_an_address_without_a_page_is_a_wrong_call(three):
    found = run(URL, "--url", URL, "--collection", three)
    assert isinstance(found.exception, BadInput)


def test_a_url_that_is_none_is_a_wrong_call(pages):
    words = (pages / "old.html", pages / "new.html", "--url", "no url")
    assert 0 != run(*words).exit_code
