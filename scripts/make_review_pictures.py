"""Makes the pictures of docs/review.md: the page in light and dark, and the dashboard; all places are invented.

    python scripts/make_review_pictures.py

It needs Chromium and the extra ``review``. The page is that of the sample ``rac-thai.digital.pdf``, some words of which
are made doubtful, so that there is something to look at.
"""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from PIL import Image

from benchmarks.review.inputs import write_archive
from viextract.api import Processed, load, parse
from viextract.model.decision import Decision
from viextract.options import Options
from viextract.review.archive import Archive
from viextract.review.offline import review_page
from viextract.review.tokens import tokens_of

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "images"
OPTIONS = Options(replay=False)
_DOUBTFUL = {"kết": "két", "nhóm": "nhôm", "rác": "rắc"}
"""Words of the sample, and what a poor scan makes of them: the first of each is spoilt."""


def doubtful_page() -> str:
    """The page of review of the sample."""
    path = ROOT / "samples" / "rac-thai.digital.pdf"
    document = load(path, OPTIONS, name=path.name)
    left = dict(_DOUBTFUL)
    for line in document.lines():
        for token in tokens_of(line):
            wrong = left.get(token["text"])
            if wrong and line.page == 1 and line.number > 12:
                del left[token["text"]]
                start, end = token["start"], token["end"]
                others = ((token["text"], 0.3),)
                line.decide([Decision(start, end, line.raw[start:end], wrong, 0.55, others, "channel")])
                break
    return review_page(Processed(path.read_bytes(), document, parse(document, OPTIONS)), OPTIONS)


def shot(tab: Any, name: str) -> None:
    """What the tab shows, as a WebP picture below 200 kB."""
    picture = Image.open(io.BytesIO(tab.screenshot()))
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / name
    picture.convert("RGB").save(path, "WEBP", quality=70, method=6)
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size / 1000:.0f} kB")


def main() -> None:
    from playwright.sync_api import sync_playwright

    own = shutil.which("chromium") or shutil.which("chromium-browser")
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        (folder / "page.html").write_text(doubtful_page(), "utf-8")
        out = write_archive(folder / "archive", 240, sample=40)
        (folder / "list.html").write_text(Archive(out).list_page({}, "token", "en"), "utf-8")
        browser = playwright.chromium.launch(executable_path=own, args=["--no-sandbox"])
        for scheme in ("light", "dark"):
            tab = browser.new_page(viewport={"width": 1280, "height": 800}, locale="en-GB", color_scheme=scheme)
            tab.goto((folder / "page.html").as_uri())
            tab.keyboard.press("j")
            tab.wait_for_selector('.page[data-page="1"] img')
            tab.wait_for_timeout(1500)
            shot(tab, f"review-{scheme}.webp")
            tab.close()
        tab = browser.new_page(viewport={"width": 1280, "height": 800}, locale="en-GB", color_scheme="light")
        tab.goto((folder / "list.html").as_uri())
        shot(tab, "review-archive.webp")
        browser.close()


if __name__ == "__main__":
    main()
