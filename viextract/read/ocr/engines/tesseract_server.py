"""Tesseract's library in a process of its own, which keeps the language data loaded from picture to picture.

Run by its path, with nothing imported but the standard library, so that it starts in no time:
``python -I -S tesseract_server.py LANGUAGE VERSION PICTURE``, PICTURE being a file descriptor. Asked by a line of
numbers on standard input (``width height page-mode dpi``), with the dots of a grey picture at the start of PICTURE, it
answers with a line that tells how many bytes follow, and these: the rows of tesseract's TSV output. It ends with
standard input.
"""

from __future__ import annotations

import ctypes
import os
import sys

UNUSABLE = 3
"""Exit code where there is no such library, none of this version, or none that takes the language."""
_NAMES = ("libtesseract.so.5", "libtesseract.so.4", "libtesseract.5.dylib", "libtesseract.so")
_LSTM_ONLY = 1


def main() -> None:
    """Serve until nobody asks any more."""
    language, version, picture = sys.argv[1:]
    library = _library(version)
    handle = library.TessBaseAPICreate() if library is not None else None
    if library is None or library.TessBaseAPIInit2(handle, None, language.encode(), _LSTM_ONLY):
        sys.exit(UNUSABLE)
    # Words of one picture are not to make a difference to the next.
    library.TessBaseAPISetVariable(handle, b"tessedit_enable_doc_dict", b"0")
    for line in sys.stdin.buffer:
        width, height, mode, dpi = map(int, line.split())
        dots = os.pread(int(picture), width * height, 0)
        library.TessBaseAPISetPageSegMode(handle, mode)
        library.TessBaseAPISetVariable(handle, b"user_defined_dpi", b"%d" % dpi)
        library.TessBaseAPISetImage(handle, dots, width, height, 1, width)
        table = b""
        if not library.TessBaseAPIRecognize(handle, None):
            text = library.TessBaseAPIGetTsvText(handle, 0)
            table = ctypes.string_at(text) if text else b""
            library.TessDeleteText(text)
        library.TessBaseAPIClear(handle)
        sys.stdout.buffer.write(b"%d\n" % len(table) + table)
        sys.stdout.buffer.flush()
    os._exit(0)  # what the library holds needs no tidying


def _library(version: str) -> ctypes.CDLL | None:
    """The library, if it is the one that the program of that version goes with."""
    for name in _NAMES:
        try:
            library = ctypes.CDLL(name)
        except OSError:
            continue
        library.TessVersion.restype = ctypes.c_char_p
        if library.TessVersion().decode() == version:
            return _with_types(library)
    return None


def _with_types(library: ctypes.CDLL) -> ctypes.CDLL:
    """Pointers are wider than the whole numbers that ctypes expects."""
    pointer, text, number = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
    library.TessBaseAPICreate.restype = pointer
    library.TessBaseAPIGetTsvText.restype = pointer
    library.TessBaseAPIInit2.argtypes = [pointer, text, text, number]
    library.TessBaseAPISetVariable.argtypes = [pointer, text, text]
    library.TessBaseAPISetPageSegMode.argtypes = [pointer, number]
    library.TessBaseAPISetImage.argtypes = [pointer, text, number, number, number, number]
    library.TessBaseAPIRecognize.argtypes = [pointer, pointer]
    library.TessBaseAPIGetTsvText.argtypes = [pointer, number]
    library.TessDeleteText.argtypes = [pointer]
    library.TessBaseAPIClear.argtypes = [pointer]
    return library


if __name__ == "__main__":
    main()
