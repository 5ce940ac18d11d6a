"""Words that were accepted in one document mend the next."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from viextract.corrections import save_corrections
from viextract.errors import InvalidOptionError
from viextract.model.corrections import CorrectedSource, Corrections
from viextract.review.words import keep_up, learn

SENTENCE = (
    "Uy ban nhan dan xa Tam Ngok giao Phong Kinh te chu tri, phoi hop voi cac thon to chuc thuc hien ke hoach nay."
)
NAME = "Ngọk"


def test_correcting_one_document_mends_another(cli: Callable[..., Any], tmp_path: Path) -> None:
    first, second = tmp_path / "a.txt", tmp_path / "b.txt"
    first.write_text(SENTENCE, "utf-8")
    second.write_text(f"Thon Ngok bao cao ket qua truoc ngay 10/5. {SENTENCE}", "utf-8")
    assert NAME not in cli("text", second).out
    sha256 = hashlib.sha256(first.read_bytes()).hexdigest()
    kept, words = tmp_path / "kept.json", tmp_path / "words.txt"
    save_corrections(kept, Corrections(source=CorrectedSource(sha256=sha256), words=[NAME]))
    assert cli("learn", kept, "-o", words).code == 0 and words.read_text("utf-8") == f"{NAME}\n"
    done = cli("text", second, "--words", words)
    assert f"Thôn {NAME} báo cáo" in done.out and f"Tam {NAME} giao" in done.out, done.out


def test_a_dictionary_keeps_its_lines_and_gets_each_word_once(tmp_path: Path) -> None:
    path = tmp_path / "words.txt"
    path.write_text("# xã\nSuối Tre", "utf-8")
    new = learn(
        path,
        [
            "Suối Tre",
            "  Ngọk   Réo ",
            "Ngo\u0323k Réo",
            "# không",
            "12",
            "",
            "dài " * 50,
            "hai\ndòng",
            "đỏ\x1b[31m",
            "\u202eNgọk",
        ],
    )
    assert new == ["Ngọk Réo", "hai dòng"]
    assert path.read_text("utf-8") == "# xã\nSuối Tre\nNgọk Réo\nhai dòng\n"
    assert learn(path, ["Ngọk Réo"]) == []


def test_what_is_no_text_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "words.txt"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InvalidOptionError):
        learn(path, ["Suối Tre"])
    assert path.read_bytes() == b"\xff\xfe\x00"


def test_what_is_taken_back_leaves_the_dictionary_and_nothing_else_does(tmp_path: Path) -> None:
    path = tmp_path / "words.txt"
    path.write_text("# xã\nSuối Tre", "utf-8")
    learnt = keep_up(path, ["Suối Tre", " Ngọk  Réo", "Đăk"], set())
    assert learnt == {"Ngọk Réo", "Đăk"}
    learnt = keep_up(path, ["Đăk"], learnt)  # one's own line stays, though no longer noted
    assert learnt == {"Đăk"} and path.read_text("utf-8") == "# xã\nSuối Tre\nĐăk\n"
    path.unlink()
    assert keep_up(path, [], learnt) == set() and not path.exists()
