"""viextract: clean Vietnamese and structured data from scanned plans of Vietnam's local government.

>>> import viextract
>>> plan = viextract.extract("ke-hoach.pdf")          # doctest: +SKIP
>>> plan.header.symbol, len(plan.tasks)               # doctest: +SKIP
('12/KH-UBND', 48)

The names below are the whole public surface; everything else may change.
"""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from viextract.api import extract, read_text
    from viextract.api import load_plan as load
    from viextract.archive import iter_extract
    from viextract.archive import run_batch as batch
    from viextract.errors import ViextractError
    from viextract.export.show import show
    from viextract.model.plan import Plan
    from viextract.options import Limits, Options
    from viextract.recover import Explanation, apply, explain, restore

try:
    __version__ = version("viextract")
except PackageNotFoundError:  # a checkout that was never installed
    __version__ = "0.0.0"

_HOME = {
    "extract": "viextract.api",
    "read_text": "viextract.api",
    "load": "viextract.api",
    "restore": "viextract.recover",
    "explain": "viextract.recover",
    "apply": "viextract.recover",
    "batch": "viextract.archive",
    "iter_extract": "viextract.archive",
    "show": "viextract.export.show",
    "Explanation": "viextract.recover",
    "Plan": "viextract.model.plan",
    "Options": "viextract.options",
    "Limits": "viextract.options",
    "ViextractError": "viextract.errors",
}

_OTHER_NAMES = {"load": "load_plan", "batch": "run_batch"}

__all__ = [
    "Explanation",
    "Limits",
    "Options",
    "Plan",
    "ViextractError",
    "__version__",
    "apply",
    "batch",
    "explain",
    "extract",
    "iter_extract",
    "load",
    "read_text",
    "restore",
    "show",
]


def __getattr__(name: str) -> Any:
    # Loaded on first use: `viextract --version` and `import viextract` stay quick.
    if name in _HOME:
        value = getattr(import_module(_HOME[name]), _OTHER_NAMES.get(name, name))
        globals()[name] = value
        return value
    raise AttributeError(f"module 'viextract' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
