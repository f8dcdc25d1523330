import pytest

from tests.archive.history.newsroom import Newsroom


@pytest.fixture
def newsroom(tmp_path):
    room = Newsroom(tmp_path / "c")
    yield room
    room.close()
