"""`microfiche sites`."""

from __future__ import annotations

import json

from click.testing import CliRunner

from crawler.cli.sites import command
from crawler.sites import all_sites


def test_every_site_is_an_object_a_line():
    result = CliRunner().invoke(command, ["--json"])
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [site.name for site in all_sites()] == [line["name"] for line in lines]


def test_a_line_says_what_the_site_file_says():
    result = CliRunner().invoke(command, ["--json"])
    [line] = [
        each
        for each in map(json.loads, result.stdout.splitlines())
        if each["name"] == "caravanserai"
    ]
    assert line["domains"] == ["central.asia-news.com"]
    assert line["layouts"] == ["article"]


def test_the_table_has_a_line_a_site():
    result = CliRunner().invoke(command, [])
    lines = [line.split()[:3] for line in result.stdout.splitlines()]
    assert ["caravanserai", "central.asia-news.com", "article"] in lines
