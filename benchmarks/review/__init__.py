"""How fast the page where a person checks is, with a long scan and a large archive."""
