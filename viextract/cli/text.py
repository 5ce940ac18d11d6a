"""``viextract text``: from a file to its recovered plain text."""

from __future__ import annotations

from viextract.cli.options import File, Output, takes_options
from viextract.cli.streams import check_output, check_text, emit, input_source, progress_bar
from viextract.options import Options

EXAMPLES = """
Examples:

    viextract text scan.pdf -o scan.txt

    viextract text --no-ocr ruined-layer.pdf | less

    viextract text - < page.png
"""


@takes_options()
def text(file: File, output: Output = None, *, options: Options) -> None:
    """Write a document's recovered text: paragraphs in reading order, one a line."""
    import viextract

    check_text(output)
    check_output(output, file)
    source, name = input_source(file)
    with progress_bar(name) as progress:
        result = viextract.read_text(source, options, name=name, progress=progress)
    emit(result, output)
