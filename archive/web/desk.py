"""What every page of both ports needs: the collection's directory and how the ports are called."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from starlette.requests import Request

from archive.collection import Collection
from archive.web.hosts import authority


@dataclass(frozen=True, slots=True)
class Desk:
    """One collection on two ports. Each request opens the collection for itself: SQLite
    connections belong to one thread."""

    path: Path
    room_port: int
    replay_port: int

    def collection(self) -> Collection:
        """The collection, to be closed after the answer."""
        return Collection.open(self.path)

    def room_origin(self, host: str | None) -> str:
        """The room's origin under the name that the client used."""
        return f"http://{authority(host, self.room_port)}"

    def replay_origin(self, host: str | None) -> str:
        """The replay port's origin under the name that the client used."""
        return f"http://{authority(host, self.replay_port)}"


def desk_of(request: Request) -> Desk:
    """The desk of the app that answers."""
    desk = request.app.state.desk
    assert isinstance(desk, Desk)
    return desk


def rest_of(request: Request, prefix: str) -> str:
    """What stands behind a prefix in the request's target, as it was sent, query included.

    The router's decoded path would lose which of an archived URL's characters were encoded.
    """
    raw: bytes = request.scope["raw_path"]
    path = quote(raw, safe="%!$&'()*+,/:;=?@[]~-._|").removeprefix(prefix)
    query: bytes = request.scope["query_string"]
    return f"{path}?{quote(query, safe=_QUERY)}" if query else path


_QUERY = "%!$&'()*+,/:;=?@[]~-._|"
