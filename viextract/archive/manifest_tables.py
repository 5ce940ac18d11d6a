"""The tables of the manifest, and how those of older versions are brought up to date."""

from __future__ import annotations

VERSION = 4
"""Of the tables; a later version brings older ones up to date (see ``MIGRATIONS``)."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS about (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS files (
    path TEXT PRIMARY KEY,       -- printable, relative to the input folder
    state TEXT NOT NULL,         -- done, incomplete, failed, stale
    status TEXT NOT NULL,        -- what the last run did: one of the states, or skipped
    run TEXT NOT NULL,           -- when the run began that saw the file last (ISO 8601)
    finished_at TEXT,            -- when it was last worked on (ISO 8601, UTC)
    seconds REAL NOT NULL,       -- how long that took
    sha256 TEXT,                 -- of the input file that the results are of
    size INTEGER NOT NULL,       -- of the input file, bytes
    mtime_ns INTEGER NOT NULL,   -- when it was changed last
    settings TEXT,               -- what else the results depend on: see settings_key()
    complete INTEGER NOT NULL,   -- whether all pages are in the results
    pages INTEGER NOT NULL,
    tasks INTEGER NOT NULL,
    assignments INTEGER NOT NULL,
    grade TEXT,                  -- good, check, poor
    quality REAL,                -- of the poorest page
    engine TEXT,
    warnings TEXT NOT NULL,      -- codes, parted by blanks
    warning_count INTEGER NOT NULL,
    type TEXT, symbol TEXT, symbol_code TEXT, issued_on TEXT, issuer TEXT, title TEXT, signatory TEXT,
    forms TEXT,                  -- endings of the results that were asked for, parted by blanks
    draft INTEGER,               -- whether it says that it is a draft
    sketch BLOB,                 -- what its text is like
    outputs TEXT NOT NULL,       -- JSON: path, sha256, size, mtime_ns of each result file
    duplicate_of TEXT,           -- the file with the same content whose results these are
    error TEXT, exit_code INTEGER, cause TEXT, advice TEXT,
    etag TEXT,                   -- what a store gives for telling that the input file changed
    url TEXT,                    -- where the input file is, for one of a store
    reasons TEXT                 -- codes of what speaks against the grade 'good', parted by blanks
);
CREATE INDEX IF NOT EXISTS files_by_content ON files (sha256);
CREATE INDEX IF NOT EXISTS files_by_state ON files (state);
CREATE TABLE IF NOT EXISTS pages (
    path TEXT NOT NULL, number INTEGER NOT NULL,
    origin TEXT NOT NULL, engine TEXT, quality REAL NOT NULL, verdict TEXT,
    PRIMARY KEY (path, number)
);
CREATE TABLE IF NOT EXISTS links (
    path TEXT NOT NULL, other TEXT NOT NULL,
    kind TEXT NOT NULL,          -- copy: the same bytes; same: one paper in two files; draft: path is that of other
    similarity REAL NOT NULL,    -- of their texts, 0 to 1
    PRIMARY KEY (path, other)
);
CREATE TABLE IF NOT EXISTS copies (
    store TEXT NOT NULL,         -- to which results are copied
    path TEXT NOT NULL,          -- of a result file, relative to the folder of results
    sha256 TEXT NOT NULL,        -- of what was copied
    PRIMARY KEY (store, path)
);
CREATE TABLE IF NOT EXISTS vanished (
    path TEXT PRIMARY KEY,       -- of a file with results that was not among the inputs
    run TEXT NOT NULL            -- when the run began that missed it; one that sees it again is later
);
CREATE TABLE IF NOT EXISTS families (path TEXT PRIMARY KEY, family TEXT NOT NULL);
CREATE VIEW IF NOT EXISTS family_members AS
    SELECT families.family, files.path, files.state, files.draft, files.symbol, files.issued_on, files.issuer,
           files.title, files.duplicate_of
    FROM families JOIN files USING (path) ORDER BY families.family, files.path;
"""
MIGRATIONS: dict[int, str] = {
    1: "ALTER TABLE files ADD COLUMN forms TEXT; ALTER TABLE files ADD COLUMN draft INTEGER;"
    "ALTER TABLE files ADD COLUMN sketch BLOB;",
    2: "ALTER TABLE files ADD COLUMN etag TEXT; ALTER TABLE files ADD COLUMN url TEXT;",
    3: "ALTER TABLE files ADD COLUMN reasons TEXT;",
}
"""Statements that bring tables of version N to N + 1."""
