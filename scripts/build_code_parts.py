"""Count the parts of document codes in the corpus: ``dictionaries/code_parts.tsv``.

    python scripts/build_code_parts.py CORPUS_FOLDER

A code such as 128/KH-UBND is made of parts; those that carry Đ (QĐ, NĐ, BGDĐT) lose its bar to readers that do not
know it. The table
gives, for each bare form, the form that official documents write; forms that are not the clear majority are left out.
"""

from __future__ import annotations

import lzma
import sys
from collections import Counter, defaultdict
from pathlib import Path

import regex

from viextract.language.syllables import strip_marks

CODE = regex.compile(r"(?<![\p{L}\d])\d+[\p{L}]?(?:/\d{4})?[/-]([\p{Lu}][\p{L}\d&]*(?:[-/][\p{Lu}][\p{L}\d&]*)*)")
LEAST_COUNT, LEAST_SHARE = 3, 0.9


def main() -> None:
    folder = Path(sys.argv[1])
    counts: Counter[str] = Counter()
    with lzma.open(folder / "admin.txt.xz", "rt", encoding="utf-8") as stream:
        for line in stream:
            for code in CODE.findall(line):
                counts.update(regex.split(r"[-/]", code))
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for part, count in counts.items():
        forms[strip_marks(part)][part] += count
    out = Path(__file__).resolve().parent.parent / "dictionaries" / "code_parts.tsv"
    with out.open("w", encoding="utf-8") as stream:
        stream.write("bare\tform\tcount\tsource\n")
        for bare, row in sorted(forms.items()):
            form, count = row.most_common(1)[0]
            if count >= LEAST_COUNT and count >= LEAST_SHARE * sum(row.values()):
                stream.write(
                    f"{bare}\t{form}\t{count}\tcounted in official documents (public domain, Luật SHTT Điều 15)\n"
                )


if __name__ == "__main__":
    main()
