"""``python -m viextract``: the command line."""

from viextract.cli.app import main

main()
