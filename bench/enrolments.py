"""A list of 1,000,000 enrolments beside one of 1,000: opened, a page, its end, filtered by a name.

Run it with `python -m bench.enrolments`. Reads are those that the big list sends, on a real data file; the screen's own
cost is in `bench.biglist`.
"""

import tempfile
from pathlib import Path

from acxdesk.queries.enrolments import enrolments
from bench.book import make
from bench.timing import in_turn, machine, say

PAGE = 128
AIM = "aim <= 1.3"


def main() -> None:
    """Make both books and print the ratios."""
    print(f"Enrolments, 1,000,000 beside 1,000. {machine()}")
    with tempfile.TemporaryDirectory() as folder:
        many = make(Path(folder, "many.acx"), people=200_000, sessions=20_000, enrolments=1_000_000)
        few = make(Path(folder, "few.acx"), people=1_000, sessions=100, enrolments=1_000)
        large, small = enrolments(many), enrolments(few)

        keys = {id(listing): listing.at(500, 1)[0].key for listing in (large, small)}
        say("open: the first page", in_turn(lambda: large.after(None, PAGE), lambda: small.after(None, PAGE)), AIM)
        say(
            "the next page behind a line",
            in_turn(lambda: large.after(keys[id(large)], PAGE), lambda: small.after(keys[id(small)], PAGE)),
            AIM,
        )
        say("its end", in_turn(lambda: large.before(None, PAGE), lambda: small.before(None, PAGE)), AIM)
        found = tuple(listing.arranged(words="0000502 zoe") for listing in (large, small))
        say("filtered by a name", in_turn(lambda: found[0].after(None, PAGE), lambda: found[1].after(None, PAGE)), AIM)
        common = tuple(listing.arranged(words="zoe") for listing in (large, small))
        say(
            "filtered by a name that a tenth has",
            in_turn(lambda: common[0].after(None, PAGE), lambda: common[1].after(None, PAGE)),
            AIM,
        )
        say("counted, off the screen's thread", in_turn(large.count, small.count, rounds=3), "told, not aimed at")


if __name__ == "__main__":
    main()
