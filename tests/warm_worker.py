"""What the server of quick workers (workers.py) has loaded before it forks the first: program, dictionaries, models."""

import viextract
import viextract.archive.work
import viextract.read.files.docx
import viextract.read.files.pdf
from viextract.recover import preload

preload()
viextract.extract(
    "KẾ HOẠCH\nTrồng tre năm 2026\n\nI. NỘI DUNG\n1. Trồng 500 khóm tre trước ngày 15/4/2026.\n".encode(),
    viextract.Options(cache=False),
    name="warm.txt",
)
