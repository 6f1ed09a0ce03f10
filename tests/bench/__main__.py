"""Run the benchmark: ``python -m tests.bench [--rows N] [NAME ...]``."""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence

from tests.bench import (
    checking_bench,
    desk_bench,
    drives_bench,
    filing_bench,
    import_bench,
    likeness_bench,
    mapped_bench,
    people_bench,
    reconcile_bench,
    remittances_bench,
    rooms_bench,
    start_bench,
)
from tests.bench.measuring import Reported

BENCHES: Mapping[str, Callable[[int], Sequence[Reported]]] = {
    "import": import_bench.run,
    "mapped": mapped_bench.run,
    "filing": filing_bench.run,
    "start": start_bench.run,
    "desk": desk_bench.run,
    "rooms": rooms_bench.run,
    "remittances": remittances_bench.run,
    "drives": drives_bench.run,
    "likeness": likeness_bench.run,
    "people": people_bench.run,
    "reconcile": reconcile_bench.run,
    "checks": checking_bench.run,
}


def main() -> int:
    """Run the chosen benches and print a line for each figure; 1 when one is over its bound."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHES))
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows (default 1,000,000)")
    given = parser.parse_args()
    figures = [figure for name in given.names or BENCHES for figure in BENCHES[name](given.rows)]
    for figure in figures:
        sys.stdout.write(figure.line() + "\n")
    return 0 if all(figure.within for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
