"""One document that a person is looking at: read once, corrected and parsed anew at each save."""

from __future__ import annotations

import pickle
from pathlib import Path
from threading import Lock

from viextract.api import load, parse
from viextract.corrections import corrections_name, find_corrections, load_corrections, replay, save_corrections
from viextract.errors import InvalidCorrectionsError
from viextract.model.corrections import Corrections
from viextract.model.document import Document
from viextract.options import Options
from viextract.review.data import Data, review_data
from viextract.review.pictures import open_pictures
from viextract.review.words import learn


class Session:
    """A document with its corrections; safe to be used by several threads."""

    def __init__(self, source: Path, options: Options, dictionary: Path | None = None) -> None:
        """dictionary: where accepted words go, if anywhere. Raises what reading a document does."""
        self.source = source
        self._options = options
        self._dictionary = dictionary
        self._lock = Lock()
        document = load(source, options.model_copy(update={"replay": False}), name=source.name)
        self._sha256, self._name = document.sha256, document.name
        self._pristine = pickle.dumps(document)
        self._bytes = source.read_bytes()
        self._pictures: dict[int, bytes | None] = {}
        found = find_corrections(options.corrections, source, source.name, document.sha256)
        self.corrections = load_corrections(found) if found is not None else None
        self._another: Path | None = None
        if self.corrections is not None and self.corrections.source.sha256 != document.sha256:
            self._another, self.corrections, found = found, None, None
        self.target = found or self._new_file()
        self._shown = self._made(self.corrections)

    def _new_file(self) -> Path:
        """Where corrections are kept that are not there yet: in the folder that was named, else beside the document."""
        place = self._options.corrections
        if place is None:
            return self.source.with_name(corrections_name(self.source.name))
        return place / corrections_name(self.source.name) if place.is_dir() else place

    def data(self) -> Data:
        """What the page shows, with the corrections made; parsed when they change, not when it is asked for."""
        return self._shown

    def _made(self, corrections: Corrections | None) -> Data:
        document: Document = pickle.loads(self._pristine)
        if corrections is not None:
            document = replay(document, corrections)
        return review_data(document, parse(document, self._options))

    def save(self, text: bytes) -> Data:
        """Keep a file of corrections and give back what the page shows then.

        Raises InvalidCorrectionsError where it is none or another document's, OutputNotWritableError.
        """
        made = Corrections.from_json(text)
        if made.source.sha256 != self._sha256:
            raise InvalidCorrectionsError(f"these corrections are not about {self._name}")
        with self._lock:
            found = self._made(made)
            if self._dictionary is not None:
                learn(self._dictionary, made.words)
            self._set_aside()
            save_corrections(self.target, made)
            self.corrections, self._shown = made, found
        return found

    def _set_aside(self) -> None:
        """Corrections of what the document was before it was changed keep their content under another name."""
        if self._another is not None and self._another == self.target and self.target.exists():
            old = load_corrections(self.target).source.sha256[:12]
            self.target.replace(self.target.with_name(corrections_name(f"{self.source.name}.{old}")))
        self._another = None

    def picture(self, number: int) -> bytes | None:
        """A page as WebP; None where there is none."""
        with self._lock:
            if number not in self._pictures:
                document: Document = pickle.loads(self._pristine)
                with open_pictures(self._bytes, document, self._options.limits) as pictures:
                    self._pictures[number] = pictures.webp(number) if pictures is not None else None
            return self._pictures[number]

    @property
    def has_pictures(self) -> bool:
        """Whether there are pages to see."""
        return self._bytes[:5] == b"%PDF-" or self.picture(1) is not None
