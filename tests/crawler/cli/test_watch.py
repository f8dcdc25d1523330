"""`microfiche watch`: what its file may say."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.cli.watch import Config, config_in
from crawler.errors import BadTarget
from tests.commands import microfiche
from tests.servers.site import Site, story


def kept(directory: Path, text: str) -> Path:
    path = directory / "watch.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_may_say_what_the_options_say(tmp_path: Path) -> None:
    said = 'targets = ["https://a.example/"]\ndelay = 5\nmin_revisit = 60\nrequisites = false\n'
    wanted = Config(targets=["https://a.example/"], delay=5.0, min_revisit=60.0, requisites=False)
    assert config_in(kept(tmp_path, said)) == wanted


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('targets = "https://a.example/"', "targets"),
        ('delay = "2"', "delay"),
        ("delay = -1", "delay"),
        ("min_revisit = 0", "min_revisit"),
        ("delai = 2", "delai"),
        ("targets = [", "Invalid"),
    ],
)
def test_what_a_file_says_wrongly_is_named(tmp_path: Path, text: str, why: str) -> None:
    path = kept(tmp_path, text)
    with pytest.raises(BadTarget, match=why) as caught:
        config_in(path)
    assert str(path) in str(caught.value)


def test_without_a_target_nothing_is_watched(tmp_path: Path) -> None:
    done = microfiche("watch", "--collection", tmp_path / "c")
    assert (done.status, (tmp_path / "c").exists()) == (2, False)


def test_a_file_and_mapped_hosts_count(tmp_path: Path) -> None:
    with Site({"/story": story()}) as site:
        port = site.base_url.rpartition(":")[2]
        config = kept(tmp_path, f'targets = ["http://news.example:{port}/story"]\ndelay = 0\n')
        hosts = 'MICROFICHE_HOSTS={"news.example": "127.0.0.1"}'
        arguments = ("--config", config, "-s", hosts, "--max-time", 1, "--json")
        done = microfiche("watch", *arguments, "--collection", tmp_path / "c")
    assert done.json["articles_new"] == 1
    assert {each.header("Host") for each in site.asked} == {f"news.example:{port}"}
