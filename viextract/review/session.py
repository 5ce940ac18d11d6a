"""One document that a person is looking at: read once, corrected and parsed anew at each save."""

from __future__ import annotations

import hashlib
import json
import pickle
import stat
from dataclasses import replace
from pathlib import Path
from threading import RLock

from viextract.api import load, parse
from viextract.corrections import (
    corrections_name,
    find_corrections,
    load_corrections,
    own_corrections_name,
    replay,
    save_corrections,
    set_aside,
    told_unused,
)
from viextract.errors import InputNotFoundError, InvalidCorrectionsError, ViextractError
from viextract.model.corrections import Corrections
from viextract.model.document import Document
from viextract.model.plan import Span
from viextract.options import Options
from viextract.review.data import Data, no_corrections, review_data
from viextract.review.pictures import open_pictures
from viextract.review.words import keep_up

Stamp = tuple[int, int] | None
"""Time and size of a regular file, by which one that was written in between is told; None where there is none."""


class Session:
    """A document with its corrections; safe to be used by several threads.

    Another program, or the same page in another tab, may write the file of corrections in between: what stands in it
    counts, and what this page has to say is put behind it.
    """

    def __init__(self, source: Path, options: Options, dictionary: Path | None = None) -> None:
        """dictionary: where accepted words go, if anywhere. Raises what reading a document does."""
        self.source = source
        self._options = options
        self._dictionary = dictionary
        self._learnt: set[str] = set()
        """Words that came into the dictionary from here, and leave it where a person takes them back."""
        self._lock = RLock()
        self._open()

    def _open(self) -> None:
        stamp, self._stamp = _stamp(self.source), None
        document = load(self.source, self._options.model_copy(update={"replay": False}), name=self.source.name)
        self._bytes = self.source.read_bytes()
        self._sha256, self._name = document.sha256, document.name
        self._pristine = pickle.dumps(document)
        self._bare = replace(document, pages=[replace(page, lines=[], grids=[]) for page in document.pages])
        self._empty = no_corrections(document)
        self._pictures: dict[int, bytes | None] = {}
        self.target = self._place()
        self._take(self._kept())
        self._stamp = stamp

    def _place(self) -> Path:
        """The file of corrections: that which is there, else a new one in the folder that was named or beside the
        document; one that another document of this name has in the folder stays its own.
        """
        place = self._options.corrections
        found = find_corrections(place, self.source, self.source.name, self._sha256)
        if found.used is not None:
            return found.used
        if place is None:
            return self.source.with_name(corrections_name(self.source.name))
        if not place.is_dir():
            return place
        usual = place / corrections_name(self.source.name)
        return place / own_corrections_name(self.source.name, self._sha256) if usual.exists() else usual

    def _kept(self) -> Corrections | None:
        """What the file says of this document; None where there is none, or it is another's or to be left alone."""
        stamp = _stamp(self.target)
        found = load_corrections(self.target) if stamp is not None and self._options.replay else None
        self._kept_stamp = stamp
        return found if found is not None and found.source.sha256 == self._sha256 else None

    def _take(self, corrections: Corrections | None) -> None:
        self._shown = self._made(corrections)
        self.corrections = corrections

    def data(self) -> Data:
        """What the page shows, with the corrections made; parsed when they change, not when it is asked for.

        A document that was changed on the disk is read anew. Raises what reading it does.
        """
        with self._lock:
            if self._is_changed():
                self._open()
            elif _stamp(self.target) != self._kept_stamp:
                self._take(self._kept())
            return self._shown

    def _is_changed(self) -> bool:
        """Whether there is another document now where this one was; what was removed is shown from the memory."""
        now = _stamp(self.source)
        if now is not None and self._stamp is None:
            return True  # reading it anew has failed
        if now is None or now == self._stamp:
            return False
        if now[1] > self._options.limits.max_bytes:
            return True
        if hashlib.sha256(self.source.read_bytes()).hexdigest() != self._sha256:
            return True
        self._stamp = now
        return False

    def _made(self, corrections: Corrections | None) -> Data:
        document: Document = pickle.loads(self._pristine)
        if corrections is not None:
            document = replay(document, corrections)
        document.warnings += self._told_unused(corrections)
        found = review_data(document, parse(document, self._options))
        return {**found, "revision": _revision(corrections or self._empty)}

    def _told_unused(self, corrections: Corrections | None) -> list[tuple[str, str, Span | None]]:
        """That a second download stands beside the file that counts, which nobody would guess."""
        if not self._options.replay:
            return []
        try:
            found = find_corrections(self._options.corrections, self.source, self.source.name, self._sha256)
        except InputNotFoundError:  # the folder is made when something is kept
            return []
        return told_unused(found, self.source.name, corrections)

    def save(self, text: bytes, revision: str | None = None, *, undo: bool = False) -> Data:
        """Keep a file of corrections and give back what the page shows then.

        revision: of the corrections that the page began with: where others have been kept since, the new ones of this
        page go behind them. undo: the page takes one back, which only those can do that it began with.

        Raises InvalidCorrectionsError where it is none or another document's, OutputNotWritableError.
        """
        made = Corrections.from_json(text)
        with self._lock:
            if self._is_changed():
                raise InvalidCorrectionsError(
                    f"{self._name} was changed since this page was opened", advice="Load the page again."
                )
            if made.source.sha256 != self._sha256:
                raise InvalidCorrectionsError(f"these corrections are not about {self._name}")
            there, others = self._there()
            if revision != _revision(there):
                if undo:
                    raise InvalidCorrectionsError(
                        "the corrections were changed elsewhere since", advice="Load the page again."
                    )
                made = _behind(there, made)
            found = self._made(made)
            if others:
                set_aside(self.target, self._sha256)
            if others or made != there or _stamp(self.target) is None:  # else a batch would seem to be older than it
                save_corrections(self.target, made)
            self._kept_stamp = _stamp(self.target)
            self.corrections, self._shown = made, found
            if self._dictionary is not None:
                self._learnt = keep_up(self._dictionary, made.words, self._learnt)
        return found

    def _there(self) -> tuple[Corrections, bool]:
        """What is kept of this document now, and whether the file holds something else, which must not be lost."""
        if _stamp(self.target) is None:
            return self.corrections or self._empty, False
        try:
            found = load_corrections(self.target)
        except ViextractError:
            return self.corrections or self._empty, True
        ours = found.source.sha256 == self._sha256 and (self._options.replay or self.corrections is not None)
        return (found, False) if ours else (self.corrections or self._empty, True)

    def picture(self, number: int) -> bytes | None:
        """A page as WebP; None where there is none."""
        with self._lock:
            if number not in self._pictures:
                with open_pictures(self._bytes, self._bare, self._options.limits) as pictures:
                    self._pictures[number] = pictures.webp(number) if pictures is not None else None
            return self._pictures[number]

    @property
    def has_pictures(self) -> bool:
        """Whether there are pages to see."""
        return self._bytes[:5] == b"%PDF-" or self.picture(1) is not None


def _stamp(path: Path) -> Stamp:
    try:
        found = path.stat()
    except OSError:
        return None
    return (found.st_mtime_ns, found.st_size) if stat.S_ISREG(found.st_mode) else None


def _revision(corrections: Corrections) -> str:
    text = json.dumps(corrections.model_dump(mode="json", exclude={"source"}), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _behind(there: Corrections, made: Corrections) -> Corrections:
    """What is kept, then what ``made`` has besides that with which both begin."""
    common = 0
    for one, other in zip(there.decisions, made.decisions, strict=False):
        if one != other:
            break
        common += 1
    words = list(dict.fromkeys([*there.words, *made.words]))
    return there.model_copy(update={"decisions": [*there.decisions, *made.decisions[common:]], "words": words})
