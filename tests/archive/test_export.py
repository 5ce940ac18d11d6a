"""Archives into tables and databases: what is read back is what the plans say, once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pandas
import pyarrow.parquet
import pytest

from tests.archive import postgres
from tests.export.helpers import a_plan, unit
from viextract import Options, Plan
from viextract.archive import run_batch
from viextract.archive.export import export_archive
from viextract.errors import InputNotFoundError, InvalidOptionError, OutputNotWritableError
from viextract.export.database import open_database
from viextract.export.relations import RELATIONS, plan_rows
from viextract.parse.keys import assign_keys

Cli = Callable[..., Any]
QUICK = Options(recover=False, ocr="never")
PLAN = """ỦY BAN NHÂN DÂN
XÃ TRƯỜNG KHÁNH

Số: {number}/KH-UBND

KẾ HOẠCH
Chăm sóc vườn ươm năm 2026

I. NHIỆM VỤ
- Gieo 5.000 cây giống trước ngày 15/4/2026.
II. TỔ CHỨC THỰC HIỆN
1. Hội Nông dân xã
- Chủ trì, phối hợp với Công an xã trông coi vườn ươm.
"""


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Results of four files, two of the same content, one that failed."""
    root = tmp_path_factory.mktemp("archive")
    (root / "in").mkdir()
    for name, number in (("a.txt", 1), ("b.txt", 2), ("copy of b.txt", 2)):
        (root / "in" / name).write_text(PLAN.format(number=number), "utf-8")
    (root / "in" / "empty.txt").touch()
    run_batch(root / "in", root / "out", QUICK, jobs=1)
    return root / "out"


@pytest.fixture(scope="module")
def postgres_url() -> Iterator[str]:
    if postgres.programs() is None:
        pytest.skip("PostgreSQL is not installed: make setup installs it")
    with postgres.server() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'plans.sqlite'}"
        return
    url = request.getfixturevalue("postgres_url")
    with open_database(url) as database:
        database.forget([])
    yield url


def many(count: int) -> list[Plan]:
    plans = []
    for number in range(count):
        plan = a_plan(f"{number}.pdf", f"{number:064x}")
        plan.header.symbol = f"{number}/KH-UBND"
        assign_keys(plan)
        plans.append(plan)
    return plans


class TestDatabase:
    def test_what_is_read_back_is_what_was_written_and_twice_is_once(self, url: str) -> None:
        plans = many(120)
        with open_database(url) as database:
            for _ in range(2):
                assert database.write(plans) == 120
                for relation in RELATIONS:
                    wanted = [row for plan in plans for row in plan_rows(plan)[relation.name]]
                    found = database.read(relation.name)
                    assert sorted(map(repr, found)) == sorted(map(repr, wanted)), relation.name

    def test_a_better_run_replaces_cleanly(self, url: str) -> None:
        plans = many(3)
        with open_database(url) as database:
            database.write(plans)
            plans[1].tasks.pop()
            plans[1].assignments.pop(0)
            plans[1].header.title = "Tên mới"
            database.write([plans[1]])
            tasks, duties = database.read("tasks"), database.read("assignments")
            assert len(tasks) == 8 and len(duties) == 8
            assert len(database.read("partners")) == 4
            assert {row["title"] for row in database.read("documents")} == {"Tên mới", plans[0].header.title}
            assert database.forget([plans[0].source.sha256]) == 2
            assert all(len({row["document"] for row in database.read(name)}) <= 1 for name in database.tables)

    def test_views_answer_common_questions(self, url: str) -> None:
        import sqlalchemy

        plans = many(2)
        today = date.today()
        deadline = plans[0].assignments[0].deadline
        assert deadline is not None
        deadline.end = today.isoformat()
        plans[1].grade = plans[1].grade and plans[1].grade.model_copy(update={"value": "good"})
        with open_database(url) as database:
            database.write(plans)
            with database._engine.connect() as connection:

                def ask(text: str) -> list[Any]:
                    return list(connection.execute(sqlalchemy.text(text)))

                assert [row.body for row in ask("SELECT body FROM duties_due_this_month")] == ["Công an xã"]
                bodies = {row.body_key: (row.duties, row.leading) for row in ask("SELECT * FROM duties_by_body")}
                assert bodies[unit("Công an xã").key] == (2, 2) and bodies[unit("Văn phòng").key] == (2, 0)
                assert [row.file for row in ask("SELECT file FROM documents_to_check")] == ["0.pdf"]

    @pytest.mark.parametrize(
        ("url", "error"),
        [
            ("nosuch://x", InvalidOptionError),
            ("postgresql://nobody@127.0.0.1:1/none", OutputNotWritableError),
            ("sqlite:////nonexistent/folder/plans.db", OutputNotWritableError),
        ],
    )
    def test_what_cannot_be_opened_says_so(self, url: str, error: type[Exception]) -> None:
        with pytest.raises(error), open_database(url):
            pass

    def test_a_password_is_never_printed(self) -> None:
        with pytest.raises(OutputNotWritableError) as caught, open_database("postgresql://u:secret@127.0.0.1:1/n"):
            pass
        assert "secret" not in caught.value.cause
        for url in ("nothing://u:secret@127.0.0.1/n", "postgresql://u:secret@127.0.0.1:port/n"):
            with pytest.raises(InvalidOptionError) as refused, open_database(url):
                pass
            assert "secret" not in refused.value.cause

    @pytest.mark.parametrize("kind", ["postgresql", "nothing"])
    def test_a_password_with_an_at_sign_is_hidden_to_its_end(self, kind: str) -> None:
        with pytest.raises(InvalidOptionError) as refused, open_database(f"{kind}://u:half@secret@127.0.0.1:1/n"):
            pass
        assert "127.0.0.1" in refused.value.cause and "%40" in str(refused.value.advice)
        assert "secret" not in refused.value.cause and "half" not in refused.value.cause


class TestArchive:
    def test_each_document_once_in_every_form(self, archive: Path, tmp_path: Path) -> None:
        plans = [Plan.from_json((archive / f"{name}.txt.json").read_bytes()) for name in "ab"]
        wanted = [row for plan in plans for row in plan_rows(plan)["assignments"]]
        assert len(wanted) == 2
        for name in ("x.csv", "x.xlsx", "x.jsonl", "x.parquet", "x.sqlite", "x.ics", "folder/"):
            assert export_archive(archive, str(tmp_path / name) + ("/" if name.endswith("/") else "")).plans == 2
        table = pandas.read_csv(tmp_path / "x.csv", dtype=str, keep_default_na=False)
        book = pandas.read_excel(tmp_path / "x.xlsx", sheet_name="assignments", dtype=str, keep_default_na=False)
        parquet = pyarrow.parquet.read_table(tmp_path / "x.parquet").to_pylist()
        lines = [json.loads(line) for line in (tmp_path / "x.jsonl").read_text("utf-8").splitlines()]
        with open_database(f"sqlite:///{tmp_path / 'x.sqlite'}") as database:
            rows = database.read("assignments")
        for found in (table.to_dict("records"), book.to_dict("records"), parquet, lines, rows):
            assert sorted((str(row["key"]), row["body"], row["work"]) for row in found) == sorted(
                (row["key"], row["body"], row["work"]) for row in wanted
            )
        files = {path.name for path in (tmp_path / "folder").iterdir()}
        assert files == {f"{relation.name}.parquet" for relation in RELATIONS}

    def test_pruning_removes_what_is_no_longer_there(self, archive: Path, tmp_path: Path) -> None:
        target = str(tmp_path / "plans.db")
        with open_database(f"sqlite:///{target}") as database:
            database.write(many(2))
        assert export_archive(archive, target).removed == 0
        assert export_archive(archive, target, prune=True).removed == 2

    def test_plans_of_files_that_are_gone_are_named_or_left_out(self, cli: Cli, tmp_path: Path) -> None:
        folder, out = tmp_path / "in", tmp_path / "out"
        folder.mkdir()
        for name, number in (("a.txt", 1), ("b.txt", 2), ("c.txt", 3), ("copy of b.txt", 2)):
            (folder / name).write_text(PLAN.format(number=number), "utf-8")
        run_batch(folder, out, QUICK, jobs=1)
        for name in ("a.txt", "b.txt"):
            (folder / name).unlink()
        run_batch(folder, out, QUICK, jobs=1)
        made = export_archive(out, str(tmp_path / "all.jsonl"), form="plans")
        assert (made.plans, made.vanished) == (3, ("a.txt",)), "the other has another name that is still there"
        done = cli("export", out, "--to", tmp_path / "all.csv")
        assert "from an earlier run: a.txt: the file is no longer in the input; --present leaves it out" in done.err
        done = cli("export", out, "--to", tmp_path / "there.csv", "--present")
        assert "left out: a.txt: the file is no longer in the input" in done.err and "2 plans" in done.err
        assert set(pandas.read_csv(tmp_path / "there.csv")["file"]) == {"c.txt", "copy of b.txt"}
        database = str(tmp_path / "plans.db")
        assert export_archive(out, database).plans == 3
        assert export_archive(out, database, prune=True, present=True).removed == 1

    def test_the_index_of_an_archive(self, archive: Path, tmp_path: Path) -> None:
        export_archive(archive, str(tmp_path / "index.xlsx"), form="archive")
        rows = list(openpyxl.load_workbook(tmp_path / "index.xlsx").active.values)
        first = dict(zip(rows[0], rows[2], strict=True))
        assert (first["CodeNumber"], first["CodeNotation"], first["TypeName"]) == ("1", "KH-UBND", "Kế hoạch")
        assert first["Subject"] == "Chăm sóc vườn ươm năm 2026" and first["PageAmount"] == 1
        assert first["FileName"] == "a.txt" and first["IssuedDate"] is None and first["Autograph"] is None
        assert rows[1][0] == "Mã hồ sơ"
        with pytest.raises(InvalidOptionError):
            export_archive(archive, str(tmp_path / "index.db"), form="archive")

    def test_whole_plans_one_a_line(self, archive: Path, tmp_path: Path) -> None:
        assert export_archive(archive, str(tmp_path / "plans.jsonl"), form="plans").plans == 2
        lines = (tmp_path / "plans.jsonl").read_text("utf-8").splitlines()
        assert [Plan.from_json(line) for line in lines] == [
            Plan.from_json((archive / f"{name}.txt.json").read_bytes()) for name in "ab"
        ]
        with pytest.raises(InvalidOptionError, match="whole plans"):
            export_archive(archive, str(tmp_path / "plans.xlsx"), form="plans")

    def test_results_that_cannot_be_read_back_are_named(self, archive: Path, tmp_path: Path) -> None:
        import shutil

        copy = tmp_path / "copy"
        shutil.copytree(archive, copy)
        (copy / "a.txt.json").write_text("{", "utf-8")
        made = export_archive(copy, str(tmp_path / "x.csv"))
        assert made.plans == 1 and made.skipped == ("a.txt",)

    def test_what_cannot_be_written_is_refused(self, archive: Path, tmp_path: Path) -> None:
        with pytest.raises(InvalidOptionError):
            export_archive(archive, str(tmp_path / "x.doc"))
        with pytest.raises(InputNotFoundError):
            export_archive(tmp_path, str(tmp_path / "x.csv"))

    def test_the_command(self, archive: Path, tmp_path: Path, cli: Cli) -> None:
        done = cli("export", archive, "--to", tmp_path / "x.xlsx")
        assert done.code == 0 and "2 plans" in done.err
        assert cli("export", archive, "--to", tmp_path / "x.doc").code == InvalidOptionError.exit_code
