"""Plans in a relational database, through SQLAlchemy: SQLite, PostgreSQL and whatever else it speaks.

One table a relation (``viextract.export.relations``), all with the document's SHA-256 as part of the primary key. A
document that is written again replaces its rows in one transaction: nothing is doubled, nothing is left behind.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from viextract.errors import InvalidOptionError, OutputNotWritableError
from viextract.export.relations import RELATIONS, ColumnKind, Relation, plan_rows
from viextract.model.plan import Plan

VERSION = 1
"""Of the tables and views; a later version brings older ones up to date."""
MIGRATIONS: dict[int, tuple[str, ...]] = {}
"""Statements that bring a database of version N to N + 1."""
_ABOUT = "viextract_about"
_PLANS_A_TRANSACTION = 50

_VIEWS: dict[str, dict[str, str]] = {
    "duties": {
        "": "SELECT * FROM assignments",
    },
    "duties_due_this_month": {
        "sqlite": "SELECT * FROM assignments WHERE strftime('%Y-%m', ends) = strftime('%Y-%m', 'now')",
        "": "SELECT * FROM assignments WHERE EXTRACT(YEAR FROM ends) = EXTRACT(YEAR FROM CURRENT_DATE) "
        "AND EXTRACT(MONTH FROM ends) = EXTRACT(MONTH FROM CURRENT_DATE)",
    },
    "duties_by_body": {
        "": "SELECT body_key, MIN(body) AS body, COUNT(*) AS duties, "
        "SUM(CASE WHEN role = 'lead' THEN 1 ELSE 0 END) AS leading, MIN(ends) AS first_end, MAX(ends) AS last_end "
        "FROM assignments GROUP BY body_key",
    },
    "documents_to_check": {
        "": "SELECT * FROM documents WHERE grade <> 'good' OR grade IS NULL",
    },
}
"""For each view the statement by dialect; the one without a name is standard SQL."""


@contextmanager
def open_database(url: str) -> Iterator[Database]:
    """A database by its SQLAlchemy URL (``sqlite:///plans.db``, ``postgresql://user@host/name``).

    Raises InvalidOptionError where the URL or a driver is not there, OutputNotWritableError where the database does not
    answer.
    """
    try:
        import sqlalchemy
        from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
    except ImportError as error:
        raise InvalidOptionError(
            "databases need SQLAlchemy", advice="Install it: pip install 'viextract[database]'."
        ) from error
    if _AT_IN_PASSWORD.search(url):
        raise InvalidOptionError(
            _PASSWORD.sub(r"\1:***@", f"{url!r} has a password with an @"), advice="Write %40 for each @ in it."
        )
    try:
        engine = sqlalchemy.create_engine(_with_driver(url))
    except (ArgumentError, NoSuchModuleError, ImportError, ValueError) as error:  # ValueError: a port that is no number
        raise InvalidOptionError(
            _PASSWORD.sub(r"\1:***@", f"{url!r} is no database that can be opened: {error}"),
            advice="Give sqlite:///FILE or postgresql://USER@HOST/NAME; pip install 'viextract[database]' brings both.",
        ) from error
    try:
        database = Database(engine)
        database.prepare()
        yield database
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        raise OutputNotWritableError(
            f"the database {engine.url.render_as_string(hide_password=True)} does not take the plans: {reason}",
            advice="Check that the server runs, the name, and that the user may create tables there.",
        ) from error
    finally:
        engine.dispose()


_PASSWORD = re.compile(r"(://[^:/\s]*):\S*@")
"""Up to the last @: one in the password ends nothing."""
_AT_IN_PASSWORD = re.compile(r"^[^:/]+://[^:/]*:[^@]*@[^/?]*@")
"""The part behind the first @ would be taken for the host, and be shown."""


def _with_driver(url: str) -> str:
    """``postgresql://`` with the driver that the extra brings, whatever SQLAlchemy would take by itself."""
    for plain in ("postgresql://", "postgres://"):
        if url.startswith(plain):
            return "postgresql+psycopg://" + url.removeprefix(plain)
    return url


class Database:
    """An open database with the tables of the relations."""

    def __init__(self, engine: Any) -> None:
        import sqlalchemy

        self._sql = sqlalchemy
        self._engine = engine
        self._metadata = sqlalchemy.MetaData()
        self.tables = {relation.name: self._table(relation) for relation in RELATIONS}
        self._about = sqlalchemy.Table(
            _ABOUT,
            self._metadata,
            sqlalchemy.Column("name", sqlalchemy.Text, primary_key=True),
            sqlalchemy.Column("value", sqlalchemy.Text, nullable=False),
        )

    def _table(self, relation: Relation) -> Any:
        sql = self._sql
        kinds: dict[ColumnKind, Any] = {
            "text": sql.Text,
            "integer": sql.Integer,
            "real": sql.Float,
            "boolean": sql.Boolean,
            "date": sql.Date,
        }
        columns = [
            sql.Column(
                column.name,
                kinds[column.kind],
                primary_key=column.key,
                nullable=not column.key,
                index=column.name in {"body_key", "ends", "symbol"},
            )
            for column in relation.columns
        ]
        return sql.Table(relation.name, self._metadata, *columns)

    def prepare(self) -> None:
        """Make the tables and views that are missing, and bring older ones up to date."""
        with self._engine.begin() as connection:
            self._metadata.create_all(connection)
            known = connection.execute(self._about.select()).mappings().all()
            version = next((int(row["value"]) for row in known if row["name"] == "version"), None)
            for step in range(version or VERSION, VERSION):
                for statement in MIGRATIONS[step]:
                    connection.execute(self._sql.text(statement))
            if version != VERSION:
                connection.execute(self._about.delete())
                connection.execute(self._about.insert(), [{"name": "version", "value": str(VERSION)}])
                self._make_views(connection)

    def _make_views(self, connection: Any) -> None:
        dialect = self._engine.dialect.name
        for name, statements in _VIEWS.items():
            connection.execute(self._sql.text(f"DROP VIEW IF EXISTS {name}"))
            connection.execute(self._sql.text(f"CREATE VIEW {name} AS {statements.get(dialect, statements[''])}"))

    def write(self, plans: Iterable[Plan]) -> int:
        """Write plans, each in the place of what was there of its document; says how many."""
        count = 0
        block: list[Plan] = []
        for plan in plans:
            block.append(plan)
            if len(block) == _PLANS_A_TRANSACTION:
                self._replace(block)
                count, block = count + len(block), []
        self._replace(block)
        return count + len(block)

    def _replace(self, plans: list[Plan]) -> None:
        """All rows of these documents anew, in one transaction."""
        latest = {plan.source.sha256: plan for plan in plans}
        if not latest:
            return
        rows: dict[str, list[dict[str, Any]]] = {relation.name: [] for relation in RELATIONS}
        for plan in latest.values():
            for name, found in plan_rows(plan).items():
                rows[name] += found
        with self._engine.begin() as connection:
            for name, table in self.tables.items():
                connection.execute(table.delete().where(table.c.document.in_(list(latest))))
                if rows[name]:
                    connection.execute(table.insert(), rows[name])

    def forget(self, keep: Iterable[str]) -> int:
        """Remove documents whose SHA-256 is not in ``keep``; says how many."""
        kept = set(keep)
        with self._engine.begin() as connection:
            documents = self.tables["documents"]
            known = set(connection.execute(self._sql.select(documents.c.document)).scalars())
            gone = sorted(known - kept)
            for start in range(0, len(gone), 500):
                part = gone[start : start + 500]
                for table in self.tables.values():
                    connection.execute(table.delete().where(table.c.document.in_(part)))
        return len(gone)

    def read(self, relation: str) -> list[dict[str, Any]]:
        """All rows of a relation, by primary key."""
        table = self.tables[relation]
        with self._engine.connect() as connection:
            found = connection.execute(self._sql.select(table).order_by(*table.primary_key.columns))
            return [dict(row) for row in found.mappings()]
