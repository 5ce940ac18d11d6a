"""Files inside archives and e-mails are inputs like any other; what is hostile is refused by name."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

import viextract
from viextract import Limits, Options
from viextract.archive import Outcome, run_batch
from viextract.archive.containers import ContainerJob, Contents, list_container, read_member
from viextract.archive.inputs import SUFFIXES
from viextract.archive.manifest import totals
from viextract.archive.member_names import safe_member_name
from viextract.errors import DamagedFileError, UnsafeArchiveError

TEXT = "KẾ HOẠCH\nTrồng cây năm 2026\n\nI. MỤC TIÊU\n- Trồng 500 cây.\n"
QUICK = Options(recover=False, ocr="never")


def a_zip(members: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


def a_mail(attachments: dict[str, bytes], text: str = "Kính gửi.") -> bytes:
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = "Gửi kế hoạch", "a@example.vn", "b@example.vn"
    mail.set_content(text)
    for name, data in attachments.items():
        mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


def listed(path: Path, limits: Limits | None = None) -> Contents:
    return list_container(ContainerJob(Path(path.name), path, SUFFIXES, limits or Limits()))


def by_path(outcomes: list[Outcome]) -> dict[str, str]:
    return {outcome.path: outcome.failure.code if outcome.failure else outcome.status for outcome in outcomes}


def test_the_text_of_an_e_mail_with_attachments_is_a_document_where_it_gives_work(tmp_path: Path) -> None:
    note = "Kính gửi các tổ.\nĐề nghị Phòng Kinh tế báo cáo mực nước trước ngày 3/3/2026.\n"
    path = tmp_path / "a.eml"
    path.write_bytes(a_mail({"kế hoạch.txt": TEXT.encode()}, note))
    contents = listed(path)
    assert [member.name for member in contents.members] == ["kế hoạch.txt", "text of the e-mail.txt"]
    assert contents.ignored == []
    text = read_member(path, contents.members[1].steps, Limits())
    plan = viextract.extract(text, QUICK)
    assert plan.header.title == "Gửi kế hoạch"
    assert [(a.unit.text, a.role) for a in plan.assignments] == [("Phòng Kinh tế", "implement")]
    assert [warning.code for warning in plan.warnings if warning.code == "attachment-not-read"] == []


def test_the_text_of_an_e_mail_in_an_archive_is_no_less_read(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    note = "Đề nghị Tổ Thủy lợi đo nước trước ngày 3/3/2026."
    path.write_bytes(a_zip({"b.eml": a_mail({}, note), "c.eml": a_mail({}, "Kính gửi.")}))
    contents = listed(path)
    assert [member.name for member in contents.members] == ["b.eml!/text of the e-mail.txt"]
    assert contents.ignored == ["c.eml!/(text of the e-mail)"]


def test_members_are_inputs_with_results_under_their_names(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    (folder / "a.txt").write_text(f"{TEXT}a", "utf-8")
    inner = a_zip({"sâu/d.txt": f"{TEXT}d"})
    (folder / "hồ sơ.zip").write_bytes(
        a_zip({"2025/b.txt": f"{TEXT}b", "trong.zip": inner, "empty.txt": "", "x.exe": "MZ", "../../leave.txt": TEXT})
    )
    (folder / "thư.eml").write_bytes(a_mail({"kế hoạch.txt": f"{TEXT}c".encode(), "logo.xyz": b"1"}))
    box = b"From a@example.vn Thu Nov 20 10:00:00 2025\n" + a_mail({"e.txt": f"{TEXT}e".encode()})
    (folder / "hộp.mbox").write_bytes(box + b"\n\n" + box.replace(b"e.txt", b"f.txt"))
    before = {path: path.read_bytes() for path in folder.iterdir()}
    report = run_batch(folder, out, QUICK, jobs=1)
    assert by_path(report.outcomes) == {
        "a.txt": "done",
        "hồ sơ.zip!/2025/b.txt": "done",
        "hồ sơ.zip!/empty.txt": "empty-input",
        "hồ sơ.zip!/trong.zip!/sâu/d.txt": "done",
        "hồ sơ.zip!/../../leave.txt": "unsafe-archive",
        "thư.eml!/kế hoạch.txt": "done",
        "hộp.mbox!/1/e.txt": "done",
        "hộp.mbox!/2/f.txt": "done",
    }
    assert {"hồ sơ.zip!/x.exe", "thư.eml!/logo.xyz", "thư.eml!/(text of the e-mail)"} <= set(report.ignored)
    plan = viextract.load(out / "hồ sơ.zip!" / "trong.zip!" / "sâu" / "d.txt.json")
    assert plan.source.name == "d.txt"
    expected = viextract.extract(f"{TEXT}c".encode(), QUICK, name="kế hoạch.txt")
    assert (out / "thư.eml!" / "kế hoạch.txt.json").read_text("utf-8") == expected.to_json()
    copy = next(outcome for outcome in report.outcomes if outcome.path == "hộp.mbox!/2/f.txt")
    assert copy.duplicate_of == "hộp.mbox!/1/e.txt"
    assert not list(tmp_path.rglob("leave*"))
    assert before == {path: path.read_bytes() for path in folder.iterdir()}
    again = run_batch(folder, out, QUICK, jobs=1)
    assert (again.count("skipped"), again.count("failed")) == (6, 2) and again.vanished == []


def test_archives_without_members_are_named(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    (folder / "empty.zip").write_bytes(a_zip({}))
    (folder / "outer.zip").write_bytes(a_zip({"empty.zip": a_zip({}), "a.txt": TEXT}))
    report = run_batch(folder, out, QUICK, jobs=1)
    assert by_path(report.outcomes) == {"outer.zip!/a.txt": "done"}
    assert sorted(report.ignored) == ["empty.zip", "outer.zip!/empty.zip"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_of_members_with_one_name_each_has_its_row(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    with zipfile.ZipFile(folder / "a.zip", "w") as archive:
        for number in range(3):
            archive.writestr("a.txt", f"{TEXT}{number}")
    report = run_batch(folder, out, QUICK, jobs=1)
    assert by_path(report.outcomes) == {
        "a.zip!/a.txt": "done",
        "a.zip!/a.txt (2)": "unsafe-archive",
        "a.zip!/a.txt (3)": "unsafe-archive",
    }
    assert (report.count("done"), report.count("failed")) == (1, 2)


def test_an_archive_that_was_torn_has_its_members_once_it_is_whole(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    whole = a_zip({"b.txt": f"{TEXT}b"})
    (folder / "a.zip").write_bytes(whole[:-40])
    assert by_path(run_batch(folder, out, QUICK, jobs=1).outcomes) == {"a.zip": "damaged-file"}
    (folder / "a.zip").write_bytes(whole)
    assert by_path(run_batch(folder, out, QUICK, jobs=1).outcomes) == {"a.zip!/b.txt": "done"}
    assert totals(out)["states"] == {"done": 1}
    # Torn again: the archive has failed, what it holds nobody knows; the results are there still.
    (folder / "a.zip").write_bytes(whole[:-40])
    report = run_batch(folder, out, QUICK, jobs=1)
    assert report.failures_by_code() == {"damaged-file": 1} and report.vanished == []
    (folder / "a.zip").write_bytes(a_zip({"c.txt": f"{TEXT}c"}))
    assert run_batch(folder, out, QUICK, jobs=1).vanished == ["a.zip!/b.txt"]
    assert (out / "a.zip!" / "b.txt.json").is_file()


def test_a_mail_without_attachments_is_a_document(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.eml").write_bytes(a_mail({}, TEXT))
    report = run_batch(tmp_path / "in", tmp_path / "out", QUICK, jobs=1)
    assert by_path(report.outcomes) == {"a.eml": "done"}


def test_patterns_are_on_the_names_of_members(tmp_path: Path, cli: Callable[..., Any]) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.zip").write_bytes(a_zip({"b.txt": TEXT, "c.pdf": "x"}))
    done = cli("batch", tmp_path / "in", "-o", tmp_path / "out", "--dry-run", "--include", "*.txt")
    assert done.out == "a.zip!/b.txt\n"
    none = cli("batch", tmp_path / "in", "-o", tmp_path / "out", "--dry-run", "--exclude", "*.zip")
    assert none.out == ""


class TestLimits:
    @pytest.mark.parametrize(
        ("limits", "said"),
        [
            (Limits(max_members=2, max_ratio=10_000), "more than 2 members"),
            (Limits(max_ratio=2), "unpacks to more than 2 times"),
        ],
    )
    def test_of_the_whole_archive(self, limits: Limits, said: str, tmp_path: Path, monkeypatch: Any) -> None:
        monkeypatch.setattr("viextract.archive.containers.SMALL_BYTES", 1000)
        path = tmp_path / "a.zip"
        path.write_bytes(a_zip({f"{number}.txt": "a" * 100_000 for number in range(3)}))
        with pytest.raises(UnsafeArchiveError, match=said) as raised:
            listed(path, limits)
        assert raised.value.code == "unsafe-archive"

    def test_of_nesting(self, tmp_path: Path) -> None:
        path, inner = tmp_path / "a.zip", a_zip({"a.txt": TEXT})
        for level in range(4):
            inner = a_zip({f"{level}.zip": inner, f"{level}.txt": f"{TEXT}{level}"})
        path.write_bytes(inner)
        contents = listed(path, Limits(max_nesting=2))
        assert sorted(member.name for member in contents.members) == ["3.txt", "3.zip!/2.txt"]
        assert [(name, type(error)) for name, error in contents.refused] == [("3.zip!/2.zip", UnsafeArchiveError)]

    def test_of_one_member(self, tmp_path: Path) -> None:
        path = tmp_path / "a.zip"
        path.write_bytes(a_zip({"a.txt": "a" * 5000, "b.txt": "b"}))
        contents = listed(path, Limits(max_bytes=1000))
        assert [member.name for member in contents.members] == ["b.txt"]
        assert [(name, error.code) for name, error in contents.refused] == [("a.txt", "too-large")]

    def test_members_that_overlap(self, tmp_path: Path) -> None:
        """Entries of the directory that all point to one piece of data: small, and endless once unpacked."""
        path = tmp_path / "a.zip"
        data = bytearray(a_zip({"a.txt": bytes(range(256)) * 40}, zipfile.ZIP_STORED))
        at = data.index(b"PK\x01\x02")
        end = data.index(b"PK\x05\x06")
        entry = bytes(data[at:end])
        entries = b"".join(entry.replace(b"a.txt", f"{letter}.txt".encode()) for letter in "abcdefgh")
        tail = bytearray(data[end:])
        tail[8:12] = (8).to_bytes(2, "little") * 2
        tail[12:16] = len(entries).to_bytes(4, "little")
        path.write_bytes(bytes(data[:at]) + entries + bytes(tail))
        with pytest.raises(UnsafeArchiveError, match="overlap"):
            listed(path)

    def test_a_checksum_that_is_wrong(self, tmp_path: Path) -> None:
        path = tmp_path / "a.zip"
        data = bytearray(a_zip({"a.txt": "a" * 300}, zipfile.ZIP_STORED))
        data[data.index(b"aaaa") + 100] = 0
        path.write_bytes(data)
        assert [error.code for _, error in listed(path).refused] == ["damaged-file"]

    def test_two_members_of_one_name(self, tmp_path: Path) -> None:
        path = tmp_path / "a.zip"
        path.write_bytes(a_zip({"a.txt": "1", "./a.txt": "2"}))
        contents = listed(path)
        assert len(contents.members) == 1 and [error.code for _, error in contents.refused] == ["unsafe-archive"]


@pytest.mark.parametrize(
    "name", ["../a", "a/../../b", "/etc/passwd", "C:\\a", "..\\a", "a" * 300, "a/" * 1500 + "a", "."]
)
def test_names_that_leave_the_archive_are_refused(name: str) -> None:
    with pytest.raises(UnsafeArchiveError):
        safe_member_name(name)


def test_names_in_other_encodings(tmp_path: Path) -> None:
    """UTF-8 that is not marked as such, and bytes that are no UTF-8: as names on a disk."""
    path = tmp_path / "a.zip"
    data = a_zip({"aaaaaa.txt": TEXT, "bb.txt": f"{TEXT}b"}, zipfile.ZIP_STORED)
    path.write_bytes(data.replace(b"aaaaaa.txt", "ếế.txt".encode()).replace(b"bb.txt", b"k\xe9.txt"))
    (tmp_path / "in").mkdir()
    path.rename(tmp_path / "in" / "a.zip")
    report = run_batch(tmp_path / "in", tmp_path / "out", QUICK, jobs=1)
    assert by_path(report.outcomes) == {"a.zip!/ếế.txt": "done", "a.zip!/k\\xe9.txt": "done"}
    assert json.loads((tmp_path / "out" / "report.json").read_text("utf-8"))["done"] == 2


def test_odd_mails(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(a_mail({"..\\..\\x.txt": b"1", "./.y.txt": b"2", "z.txt": b"3"}))
    assert [member.name for member in listed(path).members] == ["x.txt", "y.txt", "z.txt"]
    member = listed(path).members[2]
    assert read_member(path, member.steps, Limits()) == b"3"
    part = b"Content-Type: multipart/mixed; boundary=b\n\n"
    path.write_bytes(b"From: a\n" + part + (b"--b\n" + part) * 3000)
    listed(path)
    (tmp_path / "a.mbox").write_bytes(b"no mailbox")
    with pytest.raises(DamagedFileError):
        listed(tmp_path / "a.mbox")


def test_a_folder_that_is_called_like_the_members(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / "a.zip!").mkdir(parents=True)
    (folder / "a.zip!" / "b.txt").write_text(TEXT, "utf-8")
    (folder / "a.zip").write_bytes(a_zip({"b.txt": f"{TEXT}b"}))
    report = run_batch(folder, tmp_path / "out", QUICK, jobs=1)
    assert by_path(report.outcomes) == {"a.zip": "unsafe-archive", "a.zip!/b.txt": "done"}
