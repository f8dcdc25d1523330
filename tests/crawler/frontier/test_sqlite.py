"""The frontier on SQLite: what each call of the interface promises."""

from __future__ import annotations

import sqlite3
from datetime import timedelta

import pytest

from archive.errors import CollectionError, CollectionReadOnly, CollectionTooNew
from crawler.frontier import Ceiling, Lead, SqliteFrontier
from crawler.frontier.owners import Owner, this_process

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
ARTICLE = Lead(url="https://news.example/2026/11/22/story-number-1", kind="article")


def leased_urls(frontier, run, now, **limits):
    limits = {"limit": 100, "per_host": 100, **limits}
    return [lease.lead.url for lease in frontier.lease(run, now=now, **limits)]


class TestPut:
    def test_counts_new_urls(self, frontier, run, noon, articles):
        assert frontier.put(run, articles(3), now=noon).new == 3

    def test_does_not_add_a_known_url_again(self, frontier, run, noon, articles):
        frontier.put(run, articles(3), now=noon)
        assert frontier.put(run, articles(4), now=noon).new == 1

    def test_folds_tracking_variants_of_an_article(self, frontier, run, noon):
        frontier.put(run, [ARTICLE], now=noon)
        variant = Lead(url=ARTICLE.url + "?utm_source=feed", kind="article")
        assert frontier.put(run, [variant], now=noon).new == 0

    def test_keeps_queries_of_feeds_apart(self, frontier, run, noon):
        feeds = [Lead(url=f"https://news.example/rss?utm_source={n}", kind="feed") for n in "ab"]
        assert frontier.put(run, feeds, now=noon).new == 2

    def test_drops_the_fragment(self, frontier, run, noon):
        leads = [Lead(url="https://news.example/feed#a", kind="feed")]
        leads += [Lead(url="https://news.example/feed#b", kind="feed")]
        assert frontier.put(run, leads, now=noon).new == 1

    def test_refuses_what_cannot_be_fetched(self, frontier, run, noon):
        with pytest.raises(ValueError, match="mailto"):
            frontier.put(run, [Lead(url="mailto:desk@news.example", kind="page")], now=noon)

    def test_adds_nothing_where_one_lead_cannot_be_fetched(self, frontier, run, noon):
        with pytest.raises(ValueError, match="mailto"):
            frontier.put(run, [ARTICLE, Lead(url="mailto:a@b.example", kind="page")], now=noon)
        assert frontier.counts(run).left == 0

    def test_two_runs_know_their_own_urls(self, frontier, run, noon):
        other = frontier.begin("another", {}, now=noon)
        frontier.put(run, [ARTICLE], now=noon)
        assert frontier.put(other, [ARTICLE], now=noon).new == 1

    def test_an_earlier_due_date_moves_a_waiting_url_forward(self, frontier, run, noon):
        frontier.put(run, [ARTICLE], now=noon, due=noon + HOUR)
        assert frontier.put(run, [ARTICLE], now=noon, due=noon + MINUTE).moved == 1
        assert frontier.next_due(run, now=noon) == noon + MINUTE

    def test_a_later_due_date_moves_nothing(self, frontier, run, noon):
        frontier.put(run, [ARTICLE], now=noon, due=noon + MINUTE)
        assert frontier.put(run, [ARTICLE], now=noon, due=noon + HOUR).moved == 0
        assert frontier.next_due(run, now=noon) == noon + MINUTE

    def test_a_change_after_the_last_visit_makes_a_url_due(self, frontier, run, noon):
        frontier.put(run, [ARTICLE], now=noon)
        [lease] = frontier.lease(run, now=noon, limit=1)
        frontier.ack(lease, now=noon, next_at=noon + 5 * HOUR)
        changed = Lead(url=ARTICLE.url, kind="article", modified=noon + MINUTE)
        frontier.put(run, [changed], now=noon + HOUR)
        assert frontier.next_due(run, now=noon) == noon + HOUR

    @pytest.mark.parametrize("modified", [-MINUTE, 2 * HOUR])
    def test_no_other_date_of_change_does(self, frontier, run, noon, modified):
        frontier.put(run, [ARTICLE], now=noon)
        [lease] = frontier.lease(run, now=noon, limit=1)
        frontier.ack(lease, now=noon, next_at=noon + 5 * HOUR)
        changed = Lead(url=ARTICLE.url, kind="article", modified=noon + modified)
        frontier.put(run, [changed], now=noon + HOUR)
        assert frontier.next_due(run, now=noon) == noon + 5 * HOUR

    def test_a_ceiling_leaves_out_what_is_above_it(self, frontier, run, noon, articles):
        ceiling = Ceiling(kinds=frozenset({"article"}), most=2, reason="over --max-articles 2")
        put = frontier.put(run, articles(3), now=noon, ceilings=[ceiling])
        assert put.new == 2
        assert put.over == ((articles(3)[2], "over --max-articles 2"),)

    def test_a_ceiling_counts_what_was_put_before(self, frontier, run, noon, articles):
        ceiling = Ceiling(kinds=frozenset({"article", "page"}), most=2, reason="full")
        frontier.put(run, articles(2), now=noon)
        page = Lead(url="https://news.example/world", kind="page")
        assert frontier.put(run, [page], now=noon, ceilings=[ceiling]).new == 0

    def test_a_ceiling_says_nothing_of_known_urls(self, frontier, run, noon, articles):
        ceiling = Ceiling(kinds=frozenset({"article"}), most=2, reason="full")
        frontier.put(run, articles(2), now=noon)
        assert frontier.put(run, articles(2), now=noon, ceilings=[ceiling]).over == ()


class TestLease:
    def test_gives_the_lead_as_it_was_put(self, frontier, run, noon):
        lead = Lead(
            url="https://news.example/pic.jpg",
            kind="requisite",
            via="https://news.example/a",
            hops=2,
            parent="https://news.example/a",
            modified=noon,
            meta={"title": "Über Ärger"},
        )
        frontier.put(run, [lead], now=noon)
        [lease] = frontier.lease(run, now=noon, limit=1)
        assert lease.lead == lead

    def test_gives_a_url_once(self, frontier, run, noon, articles):
        frontier.put(run, articles(2), now=noon)
        leased_urls(frontier, run, noon)
        assert leased_urls(frontier, run, noon) == []

    def test_two_processes_never_share_a_lease(self, frontier, path, run, noon, articles):
        frontier.put(run, articles(4), now=noon)
        with SqliteFrontier(path) as other:
            mine = leased_urls(frontier, run, noon, limit=2)
            theirs = leased_urls(other, run, noon, limit=10)
        assert set(mine) & set(theirs) == set()
        assert len(mine + theirs) == 4

    def test_holds_back_what_is_not_due(self, frontier, run, noon):
        frontier.put(run, [ARTICLE], now=noon, due=noon + HOUR)
        assert leased_urls(frontier, run, noon + 59 * MINUTE) == []

    def test_gives_what_is_due(self, frontier, run, noon):
        frontier.put(run, [ARTICLE], now=noon, due=noon + HOUR)
        assert leased_urls(frontier, run, noon + HOUR) == [ARTICLE.url]

    def test_keeps_to_the_number_a_host(self, frontier, run, noon, articles):
        frontier.put(run, articles(5) + articles(5, "other.example"), now=noon)
        assert len(leased_urls(frontier, run, noon, per_host=2)) == 4

    def test_counts_what_another_run_has_out(self, frontier, run, noon, articles):
        other = frontier.begin("another", {}, now=noon)
        frontier.put(run, articles(2), now=noon)
        frontier.put(other, articles(2), now=noon)
        frontier.lease(run, now=noon, limit=1)
        assert frontier.lease(other, now=noon, limit=1, per_host=1) == []

    def test_requisites_wait_in_a_queue_of_their_own(self, frontier, run, noon, articles):
        requisite = Lead(url="https://news.example/a.css", kind="requisite")
        frontier.put(run, [*articles(2), requisite], now=noon)
        assert len(frontier.lease(run, now=noon, limit=10, per_host=1)) == 2

    def test_a_port_is_a_host_of_its_own(self, frontier, run, noon):
        leads = [Lead(url=f"http://127.0.0.1:{port}/", kind="page") for port in (8001, 8002)]
        frontier.put(run, leads, now=noon)
        assert len(frontier.lease(run, now=noon, limit=10, per_host=1)) == 2

    def test_a_default_port_is_the_same_host(self, frontier, run, noon):
        leads = [
            Lead(url=f"https://news.example{port}/x{port}", kind="page") for port in ("", ":443")
        ]
        frontier.put(run, leads, now=noon)
        assert len(frontier.lease(run, now=noon, limit=10, per_host=1)) == 1

    def test_seeds_come_first_and_pages_last(self, frontier, run, noon):
        kinds = ["page", "article", "requisite", "feed", "seed"]
        leads = [Lead(url=f"https://news.example/{kind}", kind=kind) for kind in kinds]
        frontier.put(run, leads, now=noon)
        expected = [f"https://news.example/{kind}" for kind in ("seed", "feed", "article", "page")]
        got = [url for url in leased_urls(frontier, run, noon) if "requisite" not in url]
        assert expected == got

    def test_serves_the_longest_waiting_host_first(self, frontier, run, noon, articles):
        frontier.put(run, articles(1, "b.example"), now=noon, due=noon - HOUR)
        frontier.put(run, articles(1, "a.example"), now=noon, due=noon - MINUTE)
        [url] = leased_urls(frontier, run, noon, limit=1)
        assert url.startswith("https://b.example/")

    def test_gives_nothing_of_a_blocked_host(self, frontier, run, noon):
        requisite = Lead(url="https://news.example/a.css", kind="requisite")
        frontier.put(run, [ARTICLE, requisite], now=noon)
        frontier.block("news.example:443", noon + HOUR)
        assert leased_urls(frontier, run, noon + 59 * MINUTE) == []

    def test_gives_it_when_the_block_is_over(self, frontier, run, noon):
        frontier.put(run, [ARTICLE], now=noon)
        frontier.block("news.example:443", noon + HOUR)
        assert leased_urls(frontier, run, noon + HOUR) == [ARTICLE.url]

    def test_a_shorter_block_does_not_end_a_longer_one(self, frontier, run, noon):
        frontier.put(run, [ARTICLE], now=noon)
        frontier.block("news.example:443", noon + HOUR)
        frontier.block("news.example:443", noon + MINUTE)
        assert leased_urls(frontier, run, noon + 30 * MINUTE) == []

    def test_gives_what_was_put_before_the_clock_was_set_back(self, frontier, run, noon):
        frontier.put(run, [ARTICLE, Lead(url="https://news.example/", kind="seed")], now=noon)
        frontier.lease(run, now=noon, limit=1)
        earlier = noon - 48 * HOUR
        assert frontier.next_due(run, now=earlier) <= earlier
        assert leased_urls(frontier, run, earlier) == [ARTICLE.url]

    def test_gives_what_was_left_before_the_clock_was_set_back(self, path, run, frontier, noon):
        frontier.put(run, [ARTICLE, Lead(url="https://news.example/", kind="seed")], now=noon)
        earlier = noon - 48 * HOUR
        with SqliteFrontier(path) as later:
            again = later.begin(run.key, {}, now=earlier)
            assert later.next_due(again, now=earlier) < earlier
            assert leased_urls(later, again, earlier) == ["https://news.example/", ARTICLE.url]

    def test_a_set_back_clock_brings_no_visit_forward(self, frontier, run, noon):
        frontier.put(run, [ARTICLE], now=noon)
        [lease] = frontier.lease(run, now=noon, limit=1)
        frontier.ack(lease, now=noon, next_at=noon + HOUR)
        assert leased_urls(frontier, run, noon - HOUR) == []
        assert frontier.next_due(run, now=noon - HOUR) == noon + HOUR

    def test_hands_out_again_what_ran_out(self, frontier, run, noon):
        frontier.put(run, [ARTICLE], now=noon)
        frontier.lease(run, now=noon, limit=1, lease_s=600)
        [again] = frontier.lease(run, now=noon + 10 * MINUTE, limit=1)
        assert again.attempt == 2

    def test_hands_out_at_once_what_a_dead_process_held(self, frontier, path, run, noon):
        frontier.put(run, [ARTICLE], now=noon)
        gone = Owner(machine=this_process().machine, pid=2**22 + 1, started="before")
        dead = SqliteFrontier(path, owner=gone)
        dead.lease(run, now=noon, limit=1)
        assert leased_urls(frontier, run, noon + MINUTE) == [ARTICLE.url]

    def test_waits_for_a_process_elsewhere(self, frontier, path, run, noon):
        frontier.put(run, [ARTICLE], now=noon)
        far = SqliteFrontier(path, owner=Owner(machine="elsewhere", pid=2**22 + 1, started="x"))
        far.lease(run, now=noon, limit=1)
        assert leased_urls(frontier, run, noon + MINUTE) == []


class TestAck:
    def test_takes_the_url_off(self, frontier, run, noon):
        frontier.put(run, [ARTICLE], now=noon)
        [lease] = frontier.lease(run, now=noon, limit=1)
        assert frontier.ack(lease, now=noon)
        assert frontier.counts(run).done == 1
        assert frontier.put(run, [ARTICLE], now=noon).new == 0

    def test_sets_the_next_visit(self, frontier, run, noon):
        frontier.put(run, [ARTICLE], now=noon)
        [lease] = frontier.lease(run, now=noon, limit=1)
        frontier.ack(lease, now=noon, next_at=noon + HOUR)
        [again] = frontier.lease(run, now=noon + HOUR, limit=1)
        assert (again.visits, again.visited_at, again.attempt) == (1, noon, 1)

    def test_is_not_taken_under_an_old_lease(self, frontier, run, noon):
        frontier.put(run, [ARTICLE], now=noon)
        [old] = frontier.lease(run, now=noon, limit=1, lease_s=60)
        frontier.lease(run, now=noon + 2 * MINUTE, limit=1)
        assert not frontier.ack(old, now=noon + 3 * MINUTE)
        assert frontier.counts(run).leased == 1

    def test_lays_its_meta_over_the_leads(self, frontier, run, noon):
        lead = Lead(url=ARTICLE.url, kind="article", meta={"title": "A", "etag": "old"})
        frontier.put(run, [lead], now=noon)
        [lease] = frontier.lease(run, now=noon, limit=1)
        frontier.ack(lease, now=noon, meta={"etag": "new"})
        [outcome] = frontier.outcomes(run)
        assert outcome.meta == {"title": "A", "etag": "new"}

    def test_says_what_the_url_turned_out_to_be(self, frontier, run, noon):
        frontier.put(run, [Lead(url="https://news.example/x", kind="page")], now=noon)
        [lease] = frontier.lease(run, now=noon, limit=1)
        frontier.ack(lease, now=noon, kind="article")
        assert frontier.counts(run).by_kind == {"article": {"done": 1}}

    def test_keeps_the_reason_of_a_failure(self, frontier, run, noon):
        frontier.put(run, [ARTICLE], now=noon)
        [lease] = frontier.lease(run, now=noon, limit=1)
        frontier.ack(lease, now=noon, outcome="failed", reason="connection refused")
        [outcome] = frontier.outcomes(run)
        assert (outcome.url, outcome.verdict, outcome.reason) == (
            ARTICLE.url,
            "failed",
            "connection refused",
        )

    def test_a_released_lead_is_due_as_before(self, frontier, run, noon):
        frontier.put(run, [ARTICLE], now=noon)
        [lease] = frontier.lease(run, now=noon, limit=1)
        assert frontier.release(lease)
        [again] = frontier.lease(run, now=noon, limit=1)
        assert again.attempt == 1

    def test_closing_releases_what_is_out(self, frontier, path, run, noon):
        frontier.put(run, [ARTICLE], now=noon)
        with SqliteFrontier(path) as other:
            other.lease(run, now=noon, limit=1)
        assert leased_urls(frontier, run, noon) == [ARTICLE.url]


class TestRuns:
    def test_an_unfinished_run_goes_on(self, frontier, run, noon, articles):
        frontier.put(run, articles(2), now=noon)
        again = frontier.begin(run.key, {}, now=noon + HOUR)
        assert (again.id, again.resumed, again.begun) == (run.id, True, noon)

    def test_a_new_run_is_not_resumed(self, run):
        assert not run.resumed

    def test_a_run_that_nothing_was_put_into_is_not_resumed(self, frontier, run, noon):
        again = frontier.begin(run.key, {}, now=noon)
        assert (again.id, again.resumed) == (run.id, False)

    def test_a_run_that_nothing_was_put_into_cannot_be_finished(self, frontier, run, noon):
        assert not frontier.finish(run, now=noon)

    def test_a_run_with_urls_left_cannot_be_finished(self, frontier, run, noon):
        frontier.put(run, [ARTICLE], now=noon)
        assert not frontier.finish(run, now=noon)
        frontier.lease(run, now=noon, limit=1)
        assert not frontier.finish(run, now=noon)

    def test_a_run_after_a_finished_one_starts_afresh(self, frontier, run, noon):
        frontier.put(run, [ARTICLE], now=noon)
        [lease] = frontier.lease(run, now=noon, limit=1)
        frontier.ack(lease, now=noon)
        assert frontier.finish(run, now=noon)
        again = frontier.begin(run.key, {}, now=noon + HOUR)
        assert not again.resumed
        assert frontier.put(again, [ARTICLE], now=noon).new == 1

    def test_open_runs_are_those_not_finished(self, frontier, run, noon):
        other = frontier.begin("another", {}, now=noon)
        frontier.put(run, [ARTICLE], now=noon)
        [lease] = frontier.lease(run, now=noon, limit=1)
        frontier.ack(lease, now=noon)
        frontier.finish(run, now=noon)
        assert [each.id for each in frontier.open_runs()] == [other.id]

    def test_counts_by_state_and_kind(self, frontier, run, noon, articles):
        frontier.put(run, articles(3), now=noon)
        frontier.put(run, [Lead(url="https://news.example/rss", kind="feed")], now=noon)
        first, second = frontier.lease(run, now=noon, limit=2, per_host=2)
        frontier.ack(second, now=noon, outcome="failed", reason="timeout")
        counts = frontier.counts(run)
        assert (counts.todo, counts.leased, counts.failed, counts.left) == (2, 1, 1, 3)
        assert counts.by_kind == {"feed": {"leased": 1}, "article": {"todo": 2, "failed": 1}}
        assert first.lead.kind == "feed"

    def test_next_due_heeds_a_block(self, frontier, run, noon):
        frontier.put(run, [ARTICLE], now=noon)
        frontier.block("news.example:443", noon + HOUR)
        assert frontier.next_due(run, now=noon) == noon + HOUR

    def test_nothing_is_due_in_an_empty_run(self, frontier, run, noon):
        assert frontier.next_due(run, now=noon) is None

    def test_a_retracted_acknowledgement_is_due_again(self, frontier, run, noon):
        frontier.put(run, [ARTICLE], now=noon)
        [lease] = frontier.lease(run, now=noon, limit=1)
        frontier.ack(lease, now=noon)
        assert frontier.retract(run, [ARTICLE.url], now=noon + HOUR) == 1
        [again] = frontier.lease(run, now=noon + HOUR, limit=1)
        assert (again.visits, again.visited_at) == (0, None)

    def test_retracting_leaves_the_unvisited_alone(self, frontier, run, noon):
        frontier.put(run, [ARTICLE], now=noon)
        assert frontier.retract(run, [ARTICLE.url, "https://news.example/?"], now=noon) == 0


class TestTheFile:
    def test_a_later_version_is_refused(self, path):
        SqliteFrontier(path).close()
        with sqlite3.connect(path) as database:
            database.execute("PRAGMA user_version = 99")
        database.close()
        with pytest.raises(CollectionTooNew, match=r"frontier version 99"):
            SqliteFrontier(path)

    def test_something_else_is_refused_by_name(self, path):
        path.write_bytes(b"not a database, but long enough to be looked at" * 40)
        with pytest.raises(CollectionError, match=r"frontier\.sqlite: not a frontier"):
            SqliteFrontier(path)

    def test_a_missing_directory_is_named(self, tmp_path):
        with pytest.raises(CollectionReadOnly, match=r"absent/frontier\.sqlite"):
            SqliteFrontier(tmp_path / "absent" / "frontier.sqlite")

    def test_a_full_device_is_named(self, frontier, run, noon, articles):
        pages = frontier._db.execute("PRAGMA page_count").fetchone()[0]
        frontier._db.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(CollectionError, match="no space left"):
            frontier.put(run, articles(2000), now=noon)
        frontier._db.execute("PRAGMA max_page_count = 1000000")
        assert frontier.counts(run).left == 0
