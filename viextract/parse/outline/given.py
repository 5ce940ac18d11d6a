"""A line that does no more than give the work above it to somebody: "Giao Đoàn Thanh niên xã chủ trì, phối hợp với Công
an xã."

>>> gives_work_above("Giao Hội Nông dân xã chủ trì, phối hợp với các thôn.")
True
>>> gives_work_above("Giao Công an xã lập chốt.")
False
"""

from __future__ import annotations

import re
from functools import cache

from viextract.language.fold import fold
from viextract.vocabulary.actors import duty_start, subject_of
from viextract.vocabulary.phrases import role_verbs

_PLAIN = r"(?:to chuc|trien khai|chinh)"
_NO_MORE = rf"(?:[\s,]+{_PLAIN})*(?:[\s.;]*$|\s*[,;.]\s*(?:va\s+)?(?:phoi hop|cung)(?!\w))"
"""Behind the verb of a role nothing but who helps: another work would be one of its own."""


@cache
def _role() -> re.Pattern[str]:
    return re.compile(rf"[\s,]*(?:{_PLAIN}\s+)?(?:{role_verbs()})(?:\s+thuc hien)?{_NO_MORE}")


def gives_work_above(text: str) -> bool:
    """Whether a line names somebody who is given work, with a role, and no work: that stands above it."""
    own = subject_of(text)
    if own is None or not own.asked or text[: own.start].strip() == "":
        return False
    folded = fold(text)
    return _role().match(folded, own.end) is not None or _role().match(folded, duty_start(folded, own.end)) is not None
