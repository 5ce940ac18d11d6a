"""The page with a scan of forty pages, in Chromium: ``python -m benchmarks.review.run``.

Told are the first paint, and for scrolling, jumping and deciding what the processor spent on the longest task of the
page's own thread, how long that task took by the clock, and the longest gap between two frames. The server's page and
the one file are both tried, some times over: the least of each figure counts, since other work on the machine can only
add to it; the processor's time is what a machine with nothing else to do would take.
"""

from __future__ import annotations

import argparse
import json
import shutil
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.review.inputs import as_read, scanned, typed
from viextract.api import Processed, parse
from viextract.model.document import Document
from viextract.options import Options

OPTIONS = Options(replay=False)
MOST_PAINT, MOST_STALL = 2.0, 0.1
"""Seconds."""

_WATCH = """
window.longest = {task: 0, gap: 0, last: null};
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) longest.task = Math.max(longest.task, entry.duration);
}).observe({type: "longtask", buffered: true});
const frame = now => {
  if (longest.last !== null) longest.gap = Math.max(longest.gap, now - longest.last);
  longest.last = now;
  requestAnimationFrame(frame);
};
requestAnimationFrame(frame);
"""


def steps(tab: Any) -> Iterator[tuple[str, Callable[[], None]]]:
    """What a person does, each as a name and an act."""

    def wheel(pane: str) -> None:
        box = tab.locator(pane).bounding_box()
        tab.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        for _ in range(60):
            tab.mouse.wheel(0, 700)
            tab.wait_for_timeout(20)

    def leap(pane: str) -> None:
        for share in (0.9, 0.1, 0.5, 1.0, 0.0):
            tab.evaluate(
                f"const pane = document.querySelector('{pane}'); pane.scrollTo(0, pane.scrollHeight * {share})"
            )
            tab.wait_for_timeout(150)

    def keys(*names: str, times: int = 1) -> Callable[[], None]:
        def press() -> None:
            for _ in range(times):
                for name in names:
                    tab.keyboard.press(name)
            tab.wait_for_timeout(100)

        return press

    def find() -> None:
        tab.keyboard.press("/")
        tab.keyboard.type("kenh muong", delay=15)
        tab.keyboard.press("Enter")
        tab.wait_for_timeout(100)

    yield "scroll the pages", lambda: wheel("#pages")
    yield "scroll the plan", lambda: wheel("#plan")
    yield "jump in the pages", lambda: leap("#pages")
    yield "jump in the plan", lambda: leap("#plan")
    yield "next, 20 times", keys("j", times=20)
    yield "accept, 10 times", keys("a", times=10)
    yield "arrows, 20 times", keys("ArrowRight", "ArrowDown", times=10)
    tab.select_option("#filter", "all")
    tab.keyboard.press("Escape")
    tab.evaluate("for (let k = 0; k < 500; k++) actions.accept()")
    yield "accept after 500 others, 10 times", keys("a", times=10)
    yield "find", find
    yield "undo", keys("u")


def look(browser: Any, address: str) -> dict[str, float]:
    """Figures of one visit, in seconds."""
    context = browser.new_context(viewport={"width": 1400, "height": 850}, locale="en-GB")
    tab = context.new_page()
    tab.set_default_timeout(60_000)
    tab.add_init_script(_WATCH)
    began = time.monotonic()
    tab.goto(address, wait_until="commit")
    tab.wait_for_selector("#plan .block", state="attached")
    found = {"first paint": _painted(tab), "ready": time.monotonic() - began}
    tab.wait_for_selector('.page[data-page="1"] img')
    tab.wait_for_timeout(500)
    found["pages drawn"] = tab.locator(".page img").count()
    found["start, longest task by the clock"] = tab.evaluate("longest.task") / 1000
    for name, act in steps(tab):
        tab.evaluate("longest.task = longest.gap = 0; longest.last = null")
        browser.start_tracing(page=tab, categories=["devtools.timeline", "toplevel"])
        act()
        found[f"{name}: task"] = _longest_task(json.loads(browser.stop_tracing()))
        found[f"{name}, by the clock"], found[f"{name}, gap"] = (
            tab.evaluate(f"longest.{one}") / 1000 for one in ("task", "gap")
        )
        found["pages drawn"] = max(found["pages drawn"], tab.locator(".page img").count())
    context.close()
    return found


def _longest_task(trace: dict[str, Any]) -> float:
    """Seconds that the processor had for the longest task of a page's own thread, whatever else it had to do."""
    events = trace["traceEvents"]
    names = {(one["pid"], one["tid"]): one["args"]["name"] for one in events if one["name"] == "thread_name"}
    own = {thread for thread, name in names.items() if name == "CrRendererMain"}
    tasks = (one for one in events if one["name"].endswith("RunTask") and (one["pid"], one["tid"]) in own)
    return max((one.get("tdur", 0) for one in tasks), default=0) / 1e6


def _painted(tab: Any) -> float:
    tab.wait_for_function("performance.getEntriesByName('first-contentful-paint').length")
    return float(tab.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")) / 1000


@contextmanager
def served(source: Path, document: Document) -> Iterator[str]:
    """The address of a server for a document that has been read already."""
    import uvicorn

    from viextract.review import session
    from viextract.review.server import application

    whole = vars(session)["load"]
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        port = bound.getsockname()[1]
        vars(session)["load"] = lambda *_, **__: document
        try:
            app = application(source, OPTIONS, token="secret", port=port)
            server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
            thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
            thread.start()
            yield f"http://127.0.0.1:{port}/?token=secret"
            server.should_exit = True
            thread.join(20)
        finally:
            vars(session)["load"] = whole


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=40)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("-o", "--output", type=Path, help="write all figures as JSON")
    given = parser.parse_args()
    from playwright.sync_api import sync_playwright

    from viextract.review.offline import review_page

    text = typed(given.pages)
    scan = scanned(text)
    document = as_read(text, scan)
    figures: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory(prefix="viextract-") as folder, sync_playwright() as playwright:
        source, file = Path(folder) / "chinh-trang.pdf", Path(folder) / "review.html"
        source.write_bytes(scan)
        file.write_text(review_page(Processed(scan, document, parse(document, OPTIONS)), OPTIONS), "utf-8")
        words = sum(len(line.text.split()) for line in document.lines())
        print(f"{given.pages} pages, {words} words; the one file has {file.stat().st_size / 1e6:.1f} MB")
        own = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=own, args=["--no-sandbox"])
        figures["one file"] = _least([look(browser, file.as_uri()) for _ in range(given.times)])
        with served(source, document) as address:
            figures["server"] = _least([look(browser, address) for _ in range(given.times)])
        browser.close()
    for name in figures["server"]:
        print(f"{name:48}" + "".join(f"  {kind} {found[name]:7.3f}" for kind, found in figures.items()))
    if given.output:
        given.output.write_text(json.dumps(figures, indent=1), "utf-8")
    return 1 if any(_is_bad(name, value) for found in figures.values() for name, value in found.items()) else 0


def _least(visits: list[dict[str, float]]) -> dict[str, float]:
    return {name: (max if name == "pages drawn" else min)(one[name] for one in visits) for name in visits[0]}


def _is_bad(name: str, value: float) -> bool:
    return value > MOST_PAINT if name == "first paint" else value > MOST_STALL and name.endswith(": task")


if __name__ == "__main__":
    sys.exit(main())
