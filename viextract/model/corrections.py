"""A person's decisions about one document, kept in a file beside it (``NAME.corrections.json``).

Each decision names the place on the page and the text as it was read there, so that it can be found again whatever
options the document is read with. docs/review.md describes the format.
"""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import (
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic.json_schema import SkipJsonSchema

from viextract.errors import InvalidCorrectionsError
from viextract.model.faults import first_fault
from viextract.model.plan import Deadline, Role

CORRECTIONS_VERSION = "1.0"

BlockKind = Literal["heading", "task", "detail", "paragraph"]
HeaderField = Literal[
    "type",
    "symbol",
    "issued_on",
    "place",
    "title",
    "draft",
    "issuer",
    "parent_issuer",
    "addressees",
    "recipients",
    "signatory.authority",
    "signatory.capacity",
    "signatory.position",
    "signatory.name",
]
LONGEST = 20_000
"""Characters of a text in a decision: more than any paragraph has."""
Text = Annotated[str, Field(max_length=LONGEST)]
HeaderValue = bool | Text | list[Text] | None


class _Model(BaseModel):
    """What a later version writes besides is kept, to be written back as it was."""

    model_config = ConfigDict(
        extra="allow", frozen=True, allow_inf_nan=False, json_schema_extra={"additionalProperties": False}
    )

    @model_validator(mode="after")
    def _is_json(self) -> Self:
        if self.model_extra:
            json.dumps(self.model_extra, allow_nan=False)  # no browser reads NaN
        return self


class Place(_Model):
    """Where something stood when a person looked at it: a line, or a cell of a table."""

    page: int = Field(ge=1, description="page, from 1")
    line: int | None = Field(None, ge=1, description="number of the line within the source text")
    cell: tuple[int, int] | None = Field(None, description="row and column of the table's grid on that page, from 0")
    box: tuple[float, float, float, float] | None = Field(
        None, description="of the words, or of the whole line: left, top, right, bottom in points from the top left"
    )
    read: Text = Field(description="the whole line or cell as it was read, before recovery")


class TextDecision(_Model):
    """What the characters from ``start`` to ``end`` of a line or cell say."""

    kind: Literal["text"] = Field(default="text", description="which of the decisions it is")
    place: Place = Field(description="where it stands")
    start: int = Field(ge=0, description="first character, in the text as it was read")
    end: int = Field(ge=0, description="the character after its last")
    after: Text = Field(description="what stands on the page")

    @model_validator(mode="after")
    def _inside(self) -> Self:
        if not self.start <= self.end <= len(self.place.read):
            raise ValueError("start and end lie outside of the text as it was read")
        return self

    @property
    def before(self) -> str:
        """What was read."""
        return self.place.read[self.start : self.end]


class BlockDecision(_Model):
    """What the paragraph is that begins with this line."""

    kind: Literal["block"] = Field(default="block", description="which of the decisions it is")
    place: Place = Field(description="where it stands")
    role: BlockKind = Field(description="heading, task, detail (a labelled line), or paragraph (none of these)")
    before: Annotated[str, Field(max_length=40)] | None = Field(
        None, description="what the program had taken it for; null where that is not known"
    )


class SplitDecision(_Model):
    """A paragraph begins within, or with, this line."""

    kind: Literal["split"] = Field(default="split", description="which of the decisions it is")
    place: Place = Field(description="where it stands")
    at: int = Field(0, ge=0, description="its first character, in the line as it was read")


class JoinDecision(_Model):
    """This line goes on with the paragraph above it."""

    kind: Literal["join"] = Field(default="join", description="which of the decisions it is")
    place: Place = Field(description="where it stands")


class HeaderDecision(_Model):
    """What a field of the header is."""

    kind: Literal["header"] = Field(default="header", description="which of the decisions it is")
    field: HeaderField = Field(description="which field")
    before: HeaderValue = Field(None, description="what the program had found")
    after: HeaderValue = Field(description="what is right; null where the document has no such field")

    @model_validator(mode="after")
    def _of_the_right_type(self) -> Self:
        lists = self.field in ("addressees", "recipients")
        flag = self.field == "draft"
        value = self.after
        right = isinstance(value, list) if lists else isinstance(value, bool) if flag else isinstance(value, str | None)
        if not right:
            raise ValueError(f"{self.field} is {'a list' if lists else 'true or false' if flag else 'a text or null'}")
        return self


class WarningDecision(_Model):
    """A person has looked at what a warning tells, and it is right as it stands."""

    kind: Literal["warning"] = Field(default="warning", description="which of the decisions it is")
    code: Text = Field(description="code of the warning")
    message: Text = Field(description="what it tells; a warning that tells something else is looked at anew")
    page: int | None = Field(None, ge=1, description="the page that it is about, from 1; null: the whole document")


class Work(_Model):
    """What a duty is about: a task, a section whose title names it, or a row of a table."""

    text: Text = Field(description="text of the task, title of the section, name or indicator of the row")
    page: int | None = Field(None, ge=1, description="its page, from 1")
    line: int | None = Field(None, ge=1, description="its first line")


class Duty(_Model):
    """Who does a piece of work."""

    unit: Text = Field(min_length=1, description="name of the body")
    role: Role = Field(default="implement", description="lead (chủ trì), implement, or cooperate (phối hợp)")
    partners: list[Text] = Field(default_factory=list, description="names of the bodies that take part")
    deadline: Deadline | None = Field(default=None, description="when it is due, where a day or rhythm is named")


class AssignmentDecision(_Model):
    """Who does a piece of work: ``before`` null adds a duty, ``after`` null takes it away."""

    kind: Literal["assignment"] = Field(default="assignment", description="which of the decisions it is")
    work: Work = Field(description="what it is about")
    before: Duty | None = Field(
        default=None, description="what the program had found; null: nobody, so that this is added"
    )
    after: Duty | None = Field(default=None, description="what is right; null: nobody, so that before is taken away")

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.before is None and self.after is None:
            raise ValueError("neither before nor after names a duty")
        return self


class LaterDecision(_Model):
    """What a later version of the program can decide and this one cannot: it is told, and written back as it was."""

    kind: Text = Field(description="which of the decisions it is")

    @property
    def what(self) -> str:
        """What it would have decided, as far as this version can tell."""
        known = _OPEN.get(self.kind)
        return self.kind if known is None else f"{self.kind}: {known[0]} {(self.model_extra or {}).get(known[0])}"


PlacedDecision = TextDecision | BlockDecision | SplitDecision | JoinDecision
_OPEN: dict[str, tuple[str, tuple[str, ...]]] = {
    "block": ("role", get_args(BlockKind)),
    "header": ("field", get_args(HeaderField)),
}
"""Kinds of decisions to which a later version may add choices: the field that names one, and those that are known."""
_KINDS = ("text", "block", "split", "join", "header", "assignment", "warning")


def _kind_of(value: Any) -> str | None:
    """The kind of a decision by which it is read; None, which refuses the file, where it names none."""
    if isinstance(value, LaterDecision):
        return "later"
    if not isinstance(value, dict):
        return getattr(value, "kind", None)
    kind = value.get("kind")
    if not isinstance(kind, str):
        return None
    field, known = _OPEN.get(kind, ("", ()))
    choice = value.get(field)
    is_open = kind not in _KINDS or (isinstance(choice, str) and choice not in known)
    return "later" if is_open else kind


Decision = Annotated[
    Annotated[TextDecision, Tag("text")]
    | Annotated[BlockDecision, Tag("block")]
    | Annotated[SplitDecision, Tag("split")]
    | Annotated[JoinDecision, Tag("join")]
    | Annotated[HeaderDecision, Tag("header")]
    | Annotated[AssignmentDecision, Tag("assignment")]
    | Annotated[WarningDecision, Tag("warning")]
    | Annotated[SkipJsonSchema[LaterDecision], Tag("later")],
    Discriminator(
        _kind_of, custom_error_type="kind", custom_error_message="kind does not name one of the kinds of decisions"
    ),
]


class CorrectedSource(_Model):
    """The document that the decisions are about."""

    sha256: str = Field(pattern=r"^[0-9a-f]{64}$", description="the SHA-256 of its bytes, hexadecimal")
    name: Text = Field("", description="its name, for people; the checksum alone tells documents apart")


class Corrections(_Model):
    """All decisions about one document, in the order in which they were made: of two on one place the later counts."""

    corrections_version: str = Field(
        default=CORRECTIONS_VERSION,
        pattern=r"^1\.[0-9]{1,4}$",
        description="version of this form; what one with a later second number has besides is kept as it is",
    )
    source: CorrectedSource = Field(description="the document")
    decisions: list[Decision] = Field(default_factory=list, description="in the order in which they were made")
    words: list[Text] = Field(default_factory=list, description="names and words accepted for the user's dictionary")

    @field_validator("decisions")
    @classmethod
    def _choices_of_this_version(cls, decisions: list[Decision], info: ValidationInfo) -> list[Decision]:
        """A file that says to be of this version has no fields and kinds of paragraphs but its own."""
        if info.data.get("corrections_version") == CORRECTIONS_VERSION:
            for one in decisions:
                if isinstance(one, LaterDecision) and one.kind in _KINDS:
                    raise ValueError(f"there is no {one.what[:80]}")
        return decisions

    def to_json(self) -> str:
        """As JSON text, the same for the same decisions. Ends with a line feed."""
        return json.dumps(self.model_dump(mode="json", exclude_none=False), ensure_ascii=False, indent=1) + "\n"

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """The corrections in a JSON text. Raises InvalidCorrectionsError where it holds none."""
        try:
            return cls.model_validate_json(text)
        except ValidationError as error:
            raise InvalidCorrectionsError(f"these are no corrections: {first_fault(error)}") from error


def corrections_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of :class:`Corrections`."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"viextract-corrections-{CORRECTIONS_VERSION}",
        **Corrections.model_json_schema(),
        "title": "viextract corrections",
    }
