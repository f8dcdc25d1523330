"""A process killed in the middle of its work loses nothing, and several share a run unharmed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from crawler.frontier import SqliteFrontier
from crawler.frontier.owners import Owner, is_dead, this_process

ROOT = Path(__file__).parents[3]

WORKER = """
import json, os, signal, sys
from datetime import datetime
from pathlib import Path
from crawler.frontier import SqliteFrontier

path, key, noon, limit, kill_after = sys.argv[1:]
now = datetime.fromisoformat(noon)
frontier = SqliteFrontier(Path(path))
run = frontier.begin(key, {}, now=now)
done = 0
while leases := frontier.lease(run, now=now, limit=int(limit), per_host=3 * int(limit)):
    for lease in leases:
        if done == int(kill_after):
            os.kill(os.getpid(), signal.SIGKILL)
        print(json.dumps(lease.lead.url), flush=True)
        frontier.ack(lease, now=now)
        done += 1
"""


def start(path, run, noon, *, limit=4, kill_after=-1):
    arguments = [str(path), run.key, noon.isoformat(), str(limit), str(kill_after)]
    return subprocess.Popen(
        [sys.executable, "-c", WORKER, *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )


def fetched(worker):
    output, _ = worker.communicate(timeout=60)
    return [json.loads(line) for line in output.splitlines()]


def test_a_killed_process_loses_nothing(frontier, path, run, noon, articles):
    frontier.put(run, articles(20), now=noon)
    worker = start(path, run, noon, kill_after=6)
    before = fetched(worker)
    assert worker.returncode == -signal.SIGKILL
    resumed = frontier.begin(run.key, {}, now=noon)
    after = []
    while leases := frontier.lease(resumed, now=noon, limit=5, per_host=5):
        after += [lease.lead.url for lease in leases]
        assert all(frontier.ack(lease, now=noon) for lease in leases)
    assert sorted(lead.url for lead in articles(20)) == sorted(before + after)
    assert frontier.finish(resumed, now=noon)


def test_three_processes_fetch_every_url_once(frontier, path, run, noon, articles):
    frontier.put(run, articles(150), now=noon)
    workers = [start(path, run, noon, limit=3) for _ in range(3)]
    urls = [url for worker in workers for url in fetched(worker)]
    assert sorted(lead.url for lead in articles(150)) == sorted(urls)
    assert frontier.counts(run).left == 0


def test_this_process_is_alive():
    assert not is_dead(this_process())


def test_a_killed_child_is_dead_even_before_it_is_waited_for():
    child = subprocess.Popen([sys.executable, "-c", "print(1); input()"], stdin=subprocess.PIPE)
    child.kill()
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    mine = this_process()
    owner = Owner(machine=mine.machine, pid=child.pid, started=mine.started)
    assert is_dead(owner)
    child.communicate()


def test_a_process_id_used_again_is_not_the_same_process():
    mine = this_process()
    earlier = Owner(machine=mine.machine, pid=mine.pid, started=f"{mine.started}0")
    assert is_dead(earlier)


def test_a_lease_outlives_the_clock_only_once(frontier, path, run, noon, articles):
    frontier.put(run, articles(1), now=noon)
    with SqliteFrontier(path) as other:
        [first] = frontier.lease(run, now=noon, limit=1, lease_s=60)
        [second] = other.lease(run, now=noon + timedelta(seconds=61), limit=1)
        assert other.ack(second, now=noon)
        assert not frontier.ack(first, now=noon)
