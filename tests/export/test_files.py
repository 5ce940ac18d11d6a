"""Outputs are whole or not there at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from viextract.errors import OutputNotWritableError
from viextract.export.files import check_writable, open_atomically, remove_leftovers, write_bytes, write_text


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_text_is_written_as_utf8_with_its_own_line_ends(tmp_path: Path) -> None:
    write_text(tmp_path / "a.txt", "Kế hoạch\r\nxã\n")
    assert (tmp_path / "a.txt").read_bytes() == "Kế hoạch\r\nxã\n".encode()
    assert names(tmp_path) == ["a.txt"]


def test_a_failure_half_way_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    target.write_text("old", "utf-8")
    with pytest.raises(RuntimeError), open_atomically(target) as stream:
        stream.write(b"new but not all of i")
        raise RuntimeError
    assert target.read_text("utf-8") == "old"
    assert names(tmp_path) == ["a.txt"]


def test_until_the_end_a_reader_sees_the_old_content(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    target.write_text("old", "utf-8")
    with open_atomically(target) as stream:
        stream.write(b"new")
        stream.flush()
        assert target.read_text("utf-8") == "old"
    assert target.read_text("utf-8") == "new"


def test_a_new_file_has_the_usual_permissions_and_an_old_one_keeps_its_own(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_bytes(tmp_path / "new", b"")
    finally:
        os.umask(before)
    (tmp_path / "old").touch()
    (tmp_path / "old").chmod(0o604)
    write_bytes(tmp_path / "old", b"x")
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o640
    assert stat.S_IMODE((tmp_path / "old").stat().st_mode) == 0o604


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("old", "utf-8")
    (tmp_path / "link").symlink_to("real")
    write_text(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text("utf-8") == "new"


def test_a_device_is_written_to_and_not_replaced() -> None:
    write_text(Path("/dev/null"), "x")
    assert Path("/dev/null").is_char_device()


def test_a_full_disk() -> None:
    with pytest.raises(OutputNotWritableError, match="No space left"):
        write_text(Path("/dev/full"), "x" * 100_000)


@pytest.mark.parametrize("place", ["", "no/such/folder/a.txt"])
def test_places_that_cannot_be_written(place: str, tmp_path: Path) -> None:
    with pytest.raises(OutputNotWritableError):
        check_writable(tmp_path / place)
    with pytest.raises(OutputNotWritableError):
        write_text(tmp_path / place, "x")


def test_a_folder_that_may_not_be_written(open_folder: Path, request: pytest.FixtureRequest) -> None:
    open_folder.chmod(0o555)
    request.getfixturevalue("as_nobody")
    with pytest.raises(OutputNotWritableError, match="may not be written"):
        write_text(open_folder / "a.txt", "x")


def test_leftovers_of_a_killed_program_are_removed_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    for name in (".viextract-x1.tmp", "sub/.viextract-x2.tmp", "a.tmp", ".viextract-notes"):
        (tmp_path / name).touch()
    assert remove_leftovers(tmp_path) == 2
    assert names(tmp_path) == [".viextract-notes", "a.tmp", "sub"]
