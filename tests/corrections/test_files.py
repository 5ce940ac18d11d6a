"""Files of corrections on disk: nothing that a person has decided is overwritten."""

from __future__ import annotations

from pathlib import Path

import pytest

from viextract.corrections import set_aside
from viextract.errors import OutputNotWritableError


def test_what_would_be_set_aside_over_another_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("viextract.corrections.files._MOST_ASIDE", 4)
    path = tmp_path / "tre.txt.corrections.json"
    for number in range(1, 4):
        path.write_text(f"lần {number}", "utf-8")
        set_aside(path, "a" * 64)
    path.write_text("lần 4", "utf-8")
    with pytest.raises(OutputNotWritableError, match="3 files of that kind"):
        set_aside(path, "a" * 64)
    kept = [path.with_name(f"{path.name}.old{number}").read_text("utf-8") for number in range(1, 4)]
    assert kept == ["lần 1", "lần 2", "lần 3"] and path.read_text("utf-8") == "lần 4"
