"""The dashboard of a large archive, as the server answers: ``python -m benchmarks.review.dashboard --count 5000``.

Seconds of the processor for the first page, for searches and for the summary; the bytes of each page.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from starlette.testclient import TestClient

from benchmarks.review.inputs import write_archive
from viextract.options import Options
from viextract.review.server import application

ASKED = {
    "first page": "/",
    "first page again": "/",
    "last page": "/?part=10000",
    "by number": "/?symbol=4321",
    "by issuer": "/?issuer=suoi+tre",
    "by grade": "/?grade=good",
    "by day": "/?since=2025-01-01&until=2025-06-30",
    "by words of the text": "/?q=kenh+muong",
    "by words of the text again": "/?q=den+duong+suoi",
    "by body": "/?body=cong+an",
    "by body again": "/?body=tram+y+te",
    "summary": "/summary",
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--archive", type=Path, help="the folder of an archive that was made before, or is to be kept")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="viextract-") as folder:
        out = given.archive / "out" if given.archive and (given.archive / "out").is_dir() else None
        out = out or write_archive(given.archive or Path(folder), given.count)
        began = time.process_time()
        client = TestClient(application(out, Options(), token="t", port=8765), base_url="http://127.0.0.1:8765")
        print(f"{'start':30} {time.process_time() - began:7.2f} s")
        for name, address in ASKED.items():
            began = time.process_time()
            answer = client.get(address + ("&" if "?" in address else "?") + "token=t")
            size = len(answer.content) / 1000
            print(f"{name:30} {time.process_time() - began:7.2f} s {size:8.0f} kB {answer.status_code}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
