"""``python -m viextract`` and the program ``viextract``: the command line.

The workers of a batch load the program's main module again, so that this one has nothing at its top.
"""


def main() -> None:
    """Run the command that the command line gives, and leave with its exit code."""
    from viextract.cli.app import main as run

    run()


if __name__ == "__main__":
    main()
