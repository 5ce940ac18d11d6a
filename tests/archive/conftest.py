"""Batches of these tests have workers that start at once, but where starting and dying is what is tested."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from tests import workers
from viextract.archive.executors import pool, seat

OWN_PROCESSES = {"test_pool.py", "test_ray.py"}


@pytest.fixture(autouse=True)
def _quick_workers(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if workers.available() and request.path.name not in OWN_PROCESSES:
        for module in (pool, seat):
            monkeypatch.setattr(module, "multiprocessing", SimpleNamespace(get_context=workers.quick_context))
