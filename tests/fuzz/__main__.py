"""``python -m tests.fuzz READER RUNS``: spoil files by what they make a reader do.

Run by ``tests/intake/test_fuzz.py``, in a process of its own. Atheris looks which lines each file
reaches and goes on from those that reach new ones. It ends with an error at the first file that is
no answer, or that takes longer than five seconds.
"""

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["financedesk.intake", "financedesk.fec"]):
    from tests.fuzz.readers import READERS, require_answer, scratch

from tests.fuzz.seeds import seeds_of

_LONGEST = 8_192
_SECONDS = 5
_MEGABYTES = 900


def main() -> None:
    """Spoil the files of one reader, so many times."""
    reader, runs = sys.argv[1], int(sys.argv[2])
    with scratch() as folder:
        corpus = Path(folder) / "corpus"
        corpus.mkdir()
        for number, seed in enumerate(seeds_of(reader)):
            (corpus / str(number)).write_bytes(seed)
        place = Path(folder) / "file"
        options = [
            f"-runs={runs}", f"-max_len={_LONGEST}", f"-timeout={_SECONDS}",
            f"-rss_limit_mb={_MEGABYTES}", "-seed=1", "-print_final_stats=1",
            f"-artifact_prefix={Path(folder).parent}/spoiled-{reader}-", str(corpus),
        ]  # fmt: skip
        atheris.Setup([READERS[reader].__name__, *options],
                      lambda data: require_answer(reader, data, place))  # fmt: skip
        atheris.Fuzz()


main()
