"""The scheduler gives back what it was given, in that order, and repeats no work of the frontier's."""

from __future__ import annotations

from scrapy import Request
from scrapy.core.scheduler import BaseScheduler
from scrapy.settings import Settings
from scrapy.utils.misc import load_object

from crawler.scheduler import InOrder


def test_it_is_the_scheduler_of_a_crawl() -> None:
    settings = Settings()
    settings.setmodule("crawler.settings")
    assert load_object(settings["SCHEDULER"]) is InOrder
    assert issubclass(InOrder, BaseScheduler)


def test_requests_come_back_in_the_order_in_which_they_came() -> None:
    scheduler = InOrder()
    requests = [Request(f"http://a.example/{n}", priority=n) for n in range(5)]
    assert all(scheduler.enqueue_request(each) for each in requests)
    assert requests == [scheduler.next_request() for _ in requests]


def test_an_equal_request_is_given_back_again() -> None:
    """A URL that is due again was leased again: no dupefilter may drop it."""
    scheduler = InOrder()
    one, other = Request("http://a.example/"), Request("http://a.example/")
    assert (True, True) == (scheduler.enqueue_request(one), scheduler.enqueue_request(other))
    assert [one, other, None] == [scheduler.next_request() for _ in range(3)]


def test_it_says_whether_anything_waits() -> None:
    scheduler = InOrder()
    assert (False, None) == (scheduler.has_pending_requests(), scheduler.next_request())
    scheduler.enqueue_request(Request("http://a.example/"))
    assert scheduler.has_pending_requests()
    scheduler.next_request()
    assert not scheduler.has_pending_requests()
