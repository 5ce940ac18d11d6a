"""A real server of the page, in a thread."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from viextract.options import Options

TOKEN, PORT = "s3cret-token", 4321


@contextmanager
def running(place: Path, **more: Any) -> Iterator[tuple[str, Callable[[], None]]]:
    """Its address, to which the token belongs, and what ends it."""
    uvicorn = pytest.importorskip("uvicorn", reason="the extra `review` is not installed")
    from viextract.review.server import application

    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        number = bound.getsockname()[1]
        app = application(place, Options(), token=TOKEN, port=number, **more)
        made = uvicorn.Server(uvicorn.Config(app, log_level="error"))
        made.install_signal_handlers = lambda: None
        thread = threading.Thread(target=made.run, kwargs={"sockets": [bound]}, daemon=True)
        bound.listen()  # from here on who asks waits
        thread.start()

        def end() -> None:
            made.should_exit = True
            thread.join(10)

        yield f"http://127.0.0.1:{number}", end
        end()


def until(tab: Any, script: str, seconds: float = 60.0) -> None:
    """Waits for what a script says; the policy of the page lets no waiting function in."""
    end = time.monotonic() + seconds
    while not tab.evaluate(script):
        assert time.monotonic() < end, f"not in time: {script}"
        time.sleep(0.05)
