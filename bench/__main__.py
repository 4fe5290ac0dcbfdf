"""Everything that is measured, one after the other: `make bench`."""

import subprocess
import sys

PARTS = ("start", "biglist", "sheet", "enrolments", "calendars", "bulk", "outcomes", "counting", "clashes")

if __name__ == "__main__":
    for part in PARTS:
        subprocess.run([sys.executable, "-m", f"bench.{part}"], check=True)
        print(flush=True)
