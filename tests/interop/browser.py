"""Headless Chromium, spoken to through pipes in the DevTools protocol: no port, no library.

`--remote-debugging-pipe`: commands on descriptor 3, answers on descriptor 4, JSON ended by NUL.
"""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


class Page:
    """One page of a browser."""

    def __init__(self, to: int, back: int) -> None:
        self._to, self._back = to, back
        self._buffer = b""
        self._number = 0
        self._session: str | None = None
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        attached = self.call("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]

    def call(self, method: str, **parameters: Any) -> Any:
        """The result of a command."""
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._number:
                assert "error" not in answer, answer
                return answer["result"]

    def _next(self) -> Any:
        while b"\0" not in self._buffer:
            ready, _, _ = select.select([self._back], [], [], 60)
            piece = os.read(self._back, 1 << 20) if ready else b""
            assert piece, "the browser is silent"
            self._buffer += piece
        message, _, self._buffer = self._buffer.partition(b"\0")
        return json.loads(message)

    def run(self, script: str) -> Any:
        """The value of an expression in the page."""
        said = self.call("Runtime.evaluate", expression=script, returnByValue=True)
        return said["result"].get("value")

    def wait_for(self, script: str, seconds: float = 150, pause: float = 0.2) -> Any:
        """The expression's value as soon as it is true; what it is at last."""
        until = time.monotonic() + seconds
        while not (value := self.run(script)) and time.monotonic() < until:
            time.sleep(pause)
        return value

    def screenshot(self) -> bytes:
        """The page as PNG."""
        return base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"])


@contextmanager
def opened(profile: Path, only_host: str = "127.0.0.1") -> Iterator[Page]:
    """A page of a browser that can reach no host but one."""
    assert CHROMIUM is not None
    (out, to), (back, into) = os.pipe(), os.pipe()
    command = [
        CHROMIUM,
        "--headless",
        "--no-sandbox",  # the tests may run as root
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--no-first-run",
        "--window-size=1200,1600",
        f"--user-data-dir={profile}",
        f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {only_host}",
        "--remote-debugging-pipe",
    ]
    # the two descriptors that the browser looks for; a shell puts them there
    script = f'exec "$@" 3<&{out} 4>&{into}'
    process = subprocess.Popen(
        ["bash", "-c", script, "bash", *command],
        pass_fds=(out, into),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(out)
    os.close(into)
    try:
        yield Page(to, back)
    finally:
        os.close(to)
        os.close(back)
        process.terminate()
        process.wait(20)
