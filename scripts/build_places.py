#!/usr/bin/env python3
"""Build dictionaries/places.tsv: the names of Vietnam's administrative units, before and after July 2025.

    pip download --no-deps vietnamadminunits==1.0.4 && unzip vietnamadminunits-*.whl
    python scripts/build_places.py vietnamadminunits/data/dataset.db

The package (MIT licence) holds the official lists of units. One row a name and kind: provinces and districts with the
province they are in, wards and communes once for all places of the name. The same input gives the same bytes.
"""

from __future__ import annotations

import sqlite3
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

from viextract.language.syllables import canonical_tone

OUT = Path(__file__).resolve().parents[1] / "dictionaries" / "places.tsv"
KINDS = ("tỉnh", "thành phố", "quận", "huyện", "thị xã", "thị trấn", "phường", "xã", "đặc khu")
OLD, NEW = "old", "new"

ABOLISHED = (("Thừa Thiên Huế", "tỉnh"),)  # a city (Huế) since January 2025, which the lists take for the old state

Key = tuple[str, str, str]  # name, kind, province (empty for provinces and for wards)


def main(database: str) -> None:
    units: dict[Key, set[str]] = defaultdict(set)
    with sqlite3.connect(database) as connection:
        for province, district, ward in connection.execute("SELECT province, district, ward FROM admin_units_legacy"):
            add(units, province, "", OLD)
            add(units, district, bare(province), OLD)
            add(units, ward, "", OLD)
        for province, ward in connection.execute("SELECT province, ward FROM admin_units"):
            add(units, province, "", NEW)
            add(units, ward, "", NEW)
    for name, kind in ABOLISHED:
        units[name, kind, ""].add(OLD)
    with OUT.open("w", encoding="utf-8") as out:
        out.write("# Names of administrative units: old until June 2025, new from July 2025 (two levels; Nghị quyết\n")
        out.write("# 202/2025/QH15), both. Districts and towns with their province. Made by scripts/build_places.py.\n")
        out.write("# source dvhc: vietnamadminunits 1.0.4 (MIT), after the lists of the General Statistics Office.\n")
        out.write("name\tkind\tprovince\tperiod\tsource\n")
        for (name, kind, province), periods in sorted(
            units.items(), key=lambda item: (KINDS.index(item[0][1]), item[0])
        ):
            period = "both" if len(periods) > 1 else periods.copy().pop()
            out.write(f"{name}\t{kind}\t{province}\t{period}\tdvhc\n")


def add(units: dict[Key, set[str]], full: str | None, province: str, period: str) -> None:
    if not full:
        return
    kind = next((kind for kind in KINDS if full.lower().startswith(f"{kind} ")), "")
    name = bare(full)
    if kind and any(character.isalpha() for character in name):  # numbered wards (Phường 12) are no names
        units[name, kind, province].add(period)


def bare(full: str) -> str:
    """The name without its kind, NFC, tone marks in the old style."""
    full = canonical_tone(unicodedata.normalize("NFC", " ".join(full.split())))
    kind = next((kind for kind in KINDS if full.lower().startswith(f"{kind} ")), "")
    return full[len(kind) :].strip()


if __name__ == "__main__":
    main(sys.argv[1])
