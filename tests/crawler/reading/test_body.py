"""The body: its blocks in order, and what is not of it."""

from __future__ import annotations

import pytest

from archive.records import Block
from tests.crawler.reading.pages import MORE, PROSE, article_of, page, records_of, story

NEWS = (
    '<script type="application/ld+json">'
    '{"@type": "NewsArticle", "headline": "Bank cuts jobs", "datePublished": "2024-05-14"}</script>'
)


def blocks_of(inside: str) -> tuple[Block, ...]:
    """The blocks of an article between its first and its last paragraph."""
    body = f"<article><h1>Old bridge closed</h1><p>{PROSE}</p>{inside}<p>{MORE}</p></article>"
    return article_of(page(body)).body.blocks[1:-1]


def test_a_heading_has_its_level() -> None:
    [block] = blocks_of("<h3>Cracks in the pillars</h3>")
    assert ("heading", 3, "Cracks in the pillars") == (block.type, block.level, block.text)


def test_a_list_has_its_items() -> None:
    [block] = blocks_of("<ol><li>First the deck</li><li>then the <b>pillars</b></li></ol>")
    assert ("list", True, ("First the deck", "then the pillars")) == (
        block.type,
        block.ordered,
        block.items,
    )


@pytest.mark.parametrize(
    ("cells", "row"),
    [
        ("<td>Miller</td><td>x</td><td></td>", ("Miller", "x", "")),
        ("<td>Miller</td><td> </td><td>x</td>", ("Miller", "", "x")),
        ("<td>Miller</td><td><div>x</div><div>y</div></td><td></td>", ("Miller", "x\ny", "")),
        ("<td>Miller</td>" + "<td></td>" * 2_000 + "<td>x</td>", ("Miller", "x")),
        ("<td>Miller</td><td><table><tr><td>x</td><td></td></tr></table></td>", ("Miller", "")),
    ],
)
def test_an_empty_cell_of_a_table_keeps_its_place(cells: str, row: tuple[str, ...]) -> None:
    table = f"<table><tr><th>Member</th><th>For</th><th>Against</th></tr><tr>{cells}</tr></table>"
    [block] = [block for block in blocks_of(table) if block.type == "table"]
    assert block.rows[:2] == (("Member", "For", "Against"), row)


def test_a_row_of_empty_cells_is_none() -> None:
    table = "<table><tr><td>Cars</td><td>41</td></tr><tr><td></td><td></td></tr></table>"
    [block] = [block for block in blocks_of(table) if block.type == "table"]
    assert (("Cars", "41"),) == block.rows


def test_a_table_has_its_rows() -> None:
    [block] = blocks_of(
        "<table><tr><th>Year</th><th>Cars</th></tr><tr><td>2023</td><td>41</td></tr></table>"
    )
    assert (("Year", "Cars"), ("2023", "41")) == block.rows


def test_a_quote_has_its_source() -> None:
    [block] = blocks_of(
        "<blockquote><p>It held for ninety years.</p><cite>Ben Osei</cite></blockquote>"
    )
    assert ("quote", "It held for ninety years.", "Ben Osei") == (
        block.type,
        block.text,
        block.cite,
    )


def test_a_link_is_kept_with_its_absolute_url() -> None:
    [block] = blocks_of(
        "<p>The town hall published <a href='/report'>its report</a> on Monday.</p>"
    )
    assert [("https://paper.example/report", "its report")] == [
        (x.url, x.text) for x in block.links
    ]


def test_an_embedded_player_is_a_block() -> None:
    [block] = blocks_of("<iframe src='https://www.youtube.com/embed/abc'></iframe>")
    assert ("embed", "youtube") == (block.type, block.provider)


def test_an_embedded_video_is_told_in_its_own_field_too() -> None:
    article = article_of(story("<iframe src='https://www.youtube.com/embed/abc'></iframe>"))
    assert ["https://www.youtube.com/embed/abc"] == [video.url for video in article.video]


def test_an_audio_file_is_told() -> None:
    article = article_of(story("<audio controls><source src='/sound/bridge.mp3'></audio>"))
    assert ["https://paper.example/sound/bridge.mp3"] == [audio.url for audio in article.audio]


@pytest.mark.parametrize(
    "notice",
    [
        "Correction: an earlier version gave the wrong year of the bridge.",
        "This article was amended on 14 May to give the right year.",
        "Anmerkung der Redaktion: Das Baujahr wurde berichtigt.",
        "Fe de erratas: el puente es de 1931.",
        "Исправление: мост построен в 1931 году.",
    ],
)
def test_a_correction_is_a_block_of_its_own_kind(notice: str) -> None:
    [block] = blocks_of(f"<p><em>{notice}</em></p>")
    assert ("correction", notice) == (block.type, block.text)


def test_a_correction_is_told_in_its_own_field_too() -> None:
    article = article_of(story("<p>Correction: the bridge is of 1931, not of 1913.</p>"))
    assert ["Correction: the bridge is of 1931, not of 1913."] == [
        c.text for c in article.correction
    ]


def test_a_sentence_that_begins_with_the_word_is_no_correction() -> None:
    [block] = blocks_of("<p>Corrections officers directed the traffic for most of the day.</p>")
    assert "paragraph" == block.type


def test_paragraphs_parted_by_two_breaks_are_found() -> None:
    body = f"<div><h1>Old bridge closed</h1><div>{PROSE}<br><br>{MORE}<br>Really.</div></div>"
    texts = [block.text for block in article_of(page(body)).body.blocks]
    assert [PROSE, f"{MORE}\nReally."] == texts


def test_paragraphs_in_boxes_of_their_own_are_found() -> None:
    widgets = "".join(
        f"<div class='widget-text'><p>{text}</p></div>" for text in (PROSE, MORE, PROSE + MORE)
    )
    article = article_of(page(f"<main><h1>Old bridge closed</h1>{widgets}</main>"))
    assert [PROSE, MORE, PROSE + MORE] == [block.text for block in article.body.blocks]


@pytest.mark.parametrize(
    "furniture",
    [
        "<div class='related-articles'><h3>Related</h3><p><a href='/a'>Mill road</a></p></div>",
        "<div class='newsletter-box'><p>Get our daily letter with the news of the town.</p></div>",
        "<ul class='share'><li><a href='/s'>Share</a></li></ul>",
        "<div class='poll'><p>Do you use the bridge every day?</p><button>Yes</button></div>",
        "<form><p>Your e-mail address, please, for the letter.</p><input></form>",
        "<p><a href='/b'>Read more: mill road to be widened next year</a></p>",
        "<nav><p>Society, politics, sports and the weather of the week.</p></nav>",
        "<p hidden>This is only for machines and never shown to anybody.</p>",
        "<div class='article-tags'><a href='/t'>bridge</a> <a href='/u'>traffic</a></div>",
        "<script>var text = 'This is no text of the article at all.';</script>",
    ],
)
def test_furniture_is_not_of_the_body(furniture: str) -> None:
    assert () == blocks_of(furniture)


@pytest.mark.parametrize(
    "text",
    [
        "Previous attempts to repair the bridge failed.",
        "Printing was stopped when the news arrived.",
        "Sponsored by the state, the first bridge stood ten years.",
        "Related costs were not named.",
    ],
)
def test_a_sentence_that_begins_like_a_label_is_kept(text: str) -> None:
    assert [text] == [block.text for block in blocks_of(f"<p>{text}</p>")]


def test_a_body_is_not_furniture_whatever_its_class_says() -> None:
    texts = f"<p>{PROSE + MORE}</p>" + f"<p>{PROSE}</p>" * 3
    body = f"<h1>Old bridge closed</h1><div class='share-banner'>{texts}</div>"
    assert PROSE + MORE in article_of(page(body)).article_body


def test_readers_comments_are_not_of_the_body() -> None:
    comments = "".join(
        f"<li class='comment' id='comment-{n}'><p>{PROSE} I was there, said reader {n}.</p></li>"
        for n in range(9)
    )
    body = f"<article><h1>Old bridge closed</h1><p>{PROSE}</p><p>{MORE}</p></article>"
    body += f"<ol class='comment-list'>{comments}</ol>"
    assert [PROSE, MORE] == [block.text for block in article_of(page(body)).body.blocks]


def test_a_caption_is_not_repeated_in_the_body() -> None:
    figure = (
        "<figure><img src='/i/bridge.jpg' width='800' height='500'>"
        "<figcaption>The bridge on Monday. Photo: Ann Carter</figcaption></figure>"
    )
    [block] = blocks_of(figure)
    assert "image" == block.type


def test_a_body_that_only_json_ld_holds_is_read_and_said_so() -> None:
    import json

    node = {
        "@type": "NewsArticle",
        "headline": "Old bridge closed",
        "articleBody": f"{PROSE}\n\n{MORE}",
    }
    script = f'<script type="application/ld+json">{json.dumps(node)}</script>'
    article = article_of(page("<h1>Old bridge closed</h1>", script))
    assert f"{PROSE}\n\n{MORE}" == article.article_body
    assert "json_ld" == article.provenance["/body"].source


def test_the_dateline_stays_in_the_text() -> None:
    article = article_of(
        page(f"<h1>Old bridge closed</h1><p>OXBOROUGH (AP) — {PROSE}</p><p>{MORE}</p>")
    )
    assert ("OXBOROUGH (AP)", "OXBOROUGH") == (article.dateline, article.location_created)
    assert article.article_body.startswith("OXBOROUGH (AP) — The old bridge")


@pytest.mark.parametrize(
    ("cite", "inside"),
    [
        ("Ben Osei, engineer", "<p>{}</p><cite>Ben Osei, engineer</cite>"),
        ("Ben Osei, engineer", "<p>{} <cite>Ben Osei, engineer</cite></p>"),
        ("Ben Osei, engineer", "<p>{}<br><cite>— Ben Osei, engineer</cite></p>"),
        ("Ben Osei, engineer", "<p>{}</p><footer>— Ben Osei, <cite>engineer</cite></footer>"),
        ("Ben Osei, engineer", "<p>{}</p><p>— Ben Osei, engineer</p>"),
        ("Ben Osei, engineer", "<p>{}</p><p class='quote__author'>Ben Osei, engineer</p>"),
        ("Ben Osei", "<div>{}</div><div><span>Ben Osei</span></div>"),
        ("Бен Осей, инженер", "<p>{}</p><p>Бен Осей, инженер</p>"),
    ],
)
def test_who_is_quoted_is_no_text_of_the_quote(cite: str, inside: str) -> None:
    quoted = "It held for ninety years."
    [block] = blocks_of(f"<blockquote>{inside.format(quoted)}</blockquote>")
    assert ("quote", quoted, cite) == (block.type, block.text, block.cite)


def test_the_caption_of_a_quoted_figure_is_who_is_quoted() -> None:
    [block] = blocks_of(
        "<figure class='quote'><blockquote><p>It held for ninety years.</p></blockquote>"
        "<figcaption>Ben Osei, engineer</figcaption></figure>"
    )
    assert ("It held for ninety years.", "Ben Osei, engineer") == (block.text, block.cite)


@pytest.mark.parametrize("last", ["It is old.", "We knew, of course!", "and it never did"])
def test_a_last_line_that_names_nobody_stays_in_the_quote(last: str) -> None:
    blocks = blocks_of(f"<blockquote><p>It held for ninety years.</p><p>{last}</p></blockquote>")
    assert [("It held for ninety years.", None), (last, None)] == [
        (block.text, block.cite) for block in blocks
    ]


LEDE = "Cracks in two pillars have closed the old bridge, and nobody knows for how long."


@pytest.mark.parametrize(
    "above",
    [
        f"<header><h1>Old bridge closed</h1></header><div class='x1'><p>{LEDE}</p></div>",
        f"<header><h1>Old bridge closed</h1><time>14 May</time><h2>{LEDE}</h2></header>",
    ],
)
def test_sentences_between_headline_and_body_are_of_the_article(above: str) -> None:
    article = article_of(page(f"{above}<article><p>{PROSE}</p><p>{MORE}</p></article>"))
    assert [LEDE, PROSE, MORE] == [
        text for text in (article.alternative_headline, *article.article_body.split("\n\n")) if text
    ]


@pytest.mark.parametrize(
    "above",
    [
        "<div class='author-card'><p>Ann Lee has written about bridges for ten years.</p></div>",
        "<figure><img src='/a.jpg'><figcaption>The bridge with nobody on it.</figcaption></figure>",
        "<aside><p>The paper is printed on Tuesdays and Fridays, and read every day.</p></aside>",
    ],
)
def test_what_else_stands_below_the_headline_is_no_lede(above: str) -> None:
    body = f"<h1>Old bridge closed</h1>{above}<article><p>{PROSE}</p><p>{MORE}</p></article>"
    assert f"{PROSE}\n\n{MORE}" == article_of(page(body)).article_body


def test_a_heading_is_not_furniture_for_its_id() -> None:
    [block] = blocks_of("<h2 id='toc-1'>Cracks in the pillars</h2>")
    assert "Cracks in the pillars" == block.text


def test_a_heading_that_is_linked_to_is_no_link() -> None:
    [block] = blocks_of("<h2><a name='cracks'>Cracks in the pillars</a></h2>")
    assert "Cracks in the pillars" == block.text


def test_a_button_does_not_break_a_line() -> None:
    [block] = blocks_of(
        "<p>Shares of Stone &amp; Sons<button>Watch</button>, the builder, fell.</p>"
    )
    assert "Shares of Stone & Sons, the builder, fell." == block.text


def test_an_embedded_post_is_a_quote_of_the_body() -> None:
    [block, post] = blocks_of(
        "<blockquote class='twitter-tweet'><p>The bridge stays closed until we know more.</p>"
        "&mdash; Town Hall (@townhall) <a href='https://x.com/townhall/status/1'>May 13</a>"
        "</blockquote>"
    )
    assert "quote" == block.type
    assert block.text is not None
    assert block.text.startswith("The bridge stays closed")
    assert ("x", "https://x.com/townhall/status/1") == (post.provider, post.url)


def test_a_box_that_drupal_calls_views_is_not_for_its_view_counter() -> None:
    text = f"<div class='views-field views-field-body'><p>{PROSE}</p><p>{MORE}</p></div>"
    said = article_of(page(f"<h1>Old bridge closed</h1><p>{'Other text. ' * 30}</p>{text}"))
    assert MORE in [block.text for block in said.body.blocks]


def test_a_callout_is_part_of_the_body() -> None:
    [block] = blocks_of(
        "<div class='callout'><p>The bridge was built in the year 1932 and renewed in 1974.</p></div>"
    )
    assert "The bridge was built in the year 1932 and renewed in 1974." == block.text


def test_a_lede_is_kept_whatever_is_called_author_far_around_it() -> None:
    lede = "Engineers found cracks in two pillars of the bridge that everybody in the town uses."
    said = article_of(
        page(
            "<div class='authors-container'><section><div><h1>Old bridge closed</h1>"
            f"<div class='abstract'><div><p>{lede}</p></div></div>"
            f"<div class='article-body'><p>{PROSE}</p><p>{MORE}</p></div></div></section></div>"
        )
    )
    assert lede in [said.alternative_headline, *(block.text for block in said.body.blocks)]


def test_short_lines_right_above_the_first_long_sentence_are_of_the_body() -> None:
    short = "<p>What happened?</p><ul><li>The bridge is shut</li></ul><p>More will follow!</p>"
    said = article_of(page(f"<h1>Old bridge closed</h1><div>{short}<p>{PROSE}</p>{MORE}</div>"))
    texts = [block.text for block in said.body.blocks]
    assert ["What happened?", "The bridge is shut", "More will follow!"] == texts[:3]


def test_a_date_above_the_first_sentence_is_not_of_the_body() -> None:
    said = article_of(
        page(f"<h1>Old bridge closed</h1><div><p>May 13</p><p>{PROSE}</p><p>{MORE}</p></div>")
    )
    assert "May 13" not in [block.text for block in said.body.blocks]


def test_a_page_of_results_has_them_as_its_body() -> None:
    rows = "".join(f"<tr><td>{place}. runner</td><td>club {place}</td></tr>" for place in range(20))
    said = article_of(
        page(
            f"<h1>Results of the town run</h1><div class='entry-content'><table>{rows}</table>"
            "</div><p>Imprint</p>"
        ),
        url="https://paper.example/2024/05/14/results",
    )
    [block] = said.body.blocks
    assert ("0. runner", "club 0") == block.rows[0]


def test_slides_of_a_gallery_are_captions_and_the_text_above_is_the_body() -> None:
    slide = "<figure><img src='/{0}.jpg'><figcaption><p>{1} {0}.</p></figcaption></figure>"
    slides = "".join(
        slide.format(at, "The bridge as it was in one of its years.") for at in range(9)
    )
    said = article_of(
        page(f"<article><h1>Ninety years</h1><div><p>{PROSE}</p><p>{MORE}</p></div><div>{slides}</div>"
             "</article>")
    )  # fmt: skip
    assert [PROSE, MORE] == [each.text for each in said.body.blocks if each.type == "paragraph"]


def test_the_commentary_of_a_match_is_its_text() -> None:
    minutes = "".join(
        f"<div class='match-comment'><div class='match-comment-time'>{minute}'</div>"
        f"<div class='match-comment-body'>The guests have the ball again in minute {minute} and play "
        "it back to their own half.</div></div>"
        for minute in range(1, 9)
    )
    records = records_of(page(f"<h1>Town - Visitors</h1><div class='match'>{minutes}</div>"))
    assert () == records.comments
    assert records.article is not None
    assert 8 == sum("guests" in (each.text or "") for each in records.article.body.blocks)


def texts_of(body: str) -> list[str | None]:
    return [block.text for block in article_of(page(body)).body.blocks]


LONG = f"{PROSE} {PROSE} {MORE}"


def test_an_aside_of_text_without_links_is_a_fact_box_of_the_article() -> None:
    [block] = blocks_of(f"<aside><p>{LONG}</p></aside>")
    assert LONG == block.text


def test_an_aside_with_links_is_beside_the_article() -> None:
    assert () == blocks_of(f"<aside><p>{LONG}</p><a href='/mill'>The mill</a></aside>")


def test_an_aside_that_is_called_something_else_is_beside_the_article() -> None:
    assert () == blocks_of(f"<aside class='news-letter'><p>{LONG}</p></aside>")


def test_of_stories_below_one_another_the_first_is_the_pages() -> None:
    story_of = "<div class='scroll'><article><h1>{}</h1><p>{}</p><p>{}</p></article></div>"
    other = story_of.format("Mill burnt", LONG, LONG.replace("bridge", "mill"))
    said = texts_of(story_of.format("Old bridge closed", PROSE, MORE) + other)
    assert [PROSE, MORE] == said


def test_a_page_cut_into_articles_of_which_one_holds_the_headline_is_read_whole() -> None:
    first = f"<article><h1>Bridge</h1><p>{PROSE}</p></article>"
    most = f"<article><p>a {LONG}</p><p>b {LONG}</p><p>c {LONG}</p></article>"
    said = texts_of(f"<main>{first}{most}<article><p>d {MORE}</p></article></main>")
    assert [PROSE, "d"] == [said[0], (said[-1] or "")[0]]


def test_what_stands_for_an_embed_without_consent_is_no_text() -> None:
    assert () == blocks_of(
        "<p>Mit Ihrer Zustimmung wird hier ein externer Inhalt geladen.</p>"
        "<p>Para ver este contenido es necesario aceptar las cookies.</p>"
    )


def test_a_form_around_an_entry_leaves_its_text() -> None:
    entry = f"<form><p>{PROSE}</p><p>{MORE}</p></form><p>Sizes may differ a little from these.</p>"
    more = f"<div class='hints'><p>a {LONG}</p><p>b {LONG}</p></div>"
    said = texts_of(
        f"<article><h1>Bridge</h1><div class='entry-content'>{entry}</div>{more}</article>"
    )
    assert PROSE in said


SENTENCE = "The bank will cut five thousand jobs by the end of the year, it said on Monday."


@pytest.mark.parametrize(
    ("around", "head"),
    [
        ("<div class='article-body'><p>{}</p></div>", ""),
        ("<div><p>{}</p></div>", NEWS),
    ],
)
def test_a_single_sentence_is_a_body(around: str, head: str) -> None:
    body = f"<h1>Bank cuts jobs</h1>{around.format(SENTENCE)}"
    assert [SENTENCE] == [block.text for block in article_of(page(body, head)).body.blocks]


def test_a_single_sentence_above_the_headline_is_no_body() -> None:
    body = f"<div><p>{SENTENCE}</p></div><h1>Bank cuts jobs</h1><p>Bonn</p>"
    assert () == article_of(page(body, NEWS)).body.blocks


@pytest.mark.parametrize(
    "line",
    [
        "<p>The network changed its privacy policy on Monday, a speaker told the court.</p>",
        "<p>The thieves took each customer's email address and telephone number.</p>",
        "<p>The court ruled that readers must accept cookies before the page opens.</p>",
        "<h2>Previous attempts to mend it</h2>",
        "<h2>Print is not dead</h2>",
        "<h2>Trending upward</h2>",
        "<h2>Copyright law in an age of robots</h2>",
        "<h2>Registered voters by county</h2>",
        "<h3>Werbung um Verständnis</h3>",
    ],
)
def test_what_tells_of_a_call_is_the_articles(line: str) -> None:
    assert 1 == len(blocks_of(line))


@pytest.mark.parametrize(
    "line",
    [
        "<p>Enter your email address to hear from the bridge.</p>",
        "<p>Sign up for the daily letter here.</p>",
        "<p>Privacy policy</p>",
        "<h3>Subscribe now</h3>",
        "<h3>Recommended for you</h3>",
        "<h2>Related stories</h2>",
    ],
)
def test_a_call_is_not_the_articles(line: str) -> None:
    assert () == blocks_of(line)


@pytest.mark.parametrize("frame", ["{}", "<div class='wide'>{}</div>"])
def test_a_table_may_end_a_body_with_its_heading(frame: str) -> None:
    table = (
        "<table><thead><tr><th>Year</th><th>Cars</th></tr></thead>"
        "<tbody><tr><td>2023</td><td>41</td></tr></tbody></table>"
    )
    body = f"<h1>Old bridge closed</h1><div class='content'><p>{PROSE}</p><p>{MORE}</p>"
    body += f"<h2>Cars by year</h2>{frame.format(table)}<p>(Reporting by Ann Lee)</p></div>"
    blocks = article_of(page(f"<article>{body}</article>")).body.blocks
    assert ["paragraph", "paragraph", "heading", "table", "paragraph"] == [x.type for x in blocks]


def test_beside_one_long_paragraph_the_short_ones_are_the_bodys_too() -> None:
    short = "<p>The deck is <a href='/deck'>forty years</a> old.</p><img src='/deck.jpg'>"
    body = f"<h1>Old bridge closed</h1><div><p>{PROSE * 8}</p>{short}<p>It holds.</p></div>"
    blocks = article_of(page(f"<article>{body}</article>")).body.blocks
    assert ["The deck is forty years old.", "It holds."] == [x.text for x in blocks[1:] if x.text]
