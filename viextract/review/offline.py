"""The page of a document as one file that needs no server."""

from __future__ import annotations

from viextract.api import Processed
from viextract.archive.pages import PageLanguage
from viextract.options import Options
from viextract.review.data import review_data
from viextract.review.page import data_uri, html_page
from viextract.review.pictures import open_pictures


def review_page(done: Processed, options: Options, language: PageLanguage | None = None) -> str:
    """The page, with the pictures of all pages that were read in it.

    done: a document on its whole way, as :func:`viextract.api.process` gives it; language: in which it opens, if not
    in the browser's.
    """
    data = review_data(done.document, done.plan)
    with open_pictures(done.data, done.document, options.limits) as pictures:
        for page in data["pages"] if pictures is not None else ():
            picture = pictures.webp(page["number"]) if pictures is not None else None
            if picture is not None:
                page["image"] = data_uri(picture)
    return html_page(data if language is None else {**data, "language": language})
