"""What Splink makes of the labelled sets of people, to hold our own figures against.

It runs in an environment of its own, for Splink brings DuckDB with it:

    python3 -m venv build/splink && build/splink/bin/pip install -r scripts/splink-requirements.txt
    build/splink/bin/python scripts/splink_check.py ../shared/data/dedupe

Each model is an ordinary one for the fields of its set: typing errors are graded, exact agreement
counts by how frequent a name is, and all weights are found by expectation maximisation without the
labels. Told are the figures from a probability of 0.95 on, and from the one of ``_THRESHOLDS``
that has the best F1: the labels choose it, in Splink's favour; ours are fixed.
"""

import csv
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

_USUAL = 0.95
_THRESHOLDS = (0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.95, 0.99, 0.999, 0.9999, 0.99999, 0.999999)


@dataclass(frozen=True)
class Model:
    """How one set is read, blocked and compared."""

    key: str
    truth: str
    columns: dict[str, str]
    comparisons: Sequence[object]
    blocking: Sequence[object]
    training: Sequence[object]


def _name(column: str) -> object:
    compared = cl.JaroWinklerAtThresholds(column, [0.92, 0.88, 0.7])
    return compared.configure(term_frequency_adjustments=True)


def _exact(column: str) -> object:
    return cl.ExactMatch(column).configure(term_frequency_adjustments=True)


_FEBRL = Model(
    key="rec_id", truth="true_id",
    columns={
        "given_name": "given_name", "surname": "surname", "street_number": "street_number",
        "address_1": "address_1", "address_2": "address_2", "suburb": "suburb",
        "postcode": "postcode", "state": "state", "born": "date_of_birth",
        "number": "soc_sec_id",
    },
    comparisons=[
        _name("given_name"), _name("surname"), _name("address_1"), _name("suburb"),
        cl.DamerauLevenshteinAtThresholds("born", [1, 2]),
        cl.DamerauLevenshteinAtThresholds("number", [1, 2]),
        cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]), cl.ExactMatch("street_number"),
        cl.ExactMatch("state"),
    ],
    blocking=[
        block_on("number"), block_on("born", "surname"), block_on("born", "given_name"),
        block_on("given_name", "surname"), block_on("given_name", "postcode"),
        block_on("surname", "postcode"), block_on("address_1", "street_number"),
        block_on("born", "postcode"), block_on("suburb", "given_name"),
        block_on("substr(surname, 1, 3)", "substr(given_name, 1, 3)"),
        block_on("born", "substr(number, 1, 3)"), block_on("address_1"),
    ],
    training=[block_on("number"), block_on("born"), block_on("given_name", "surname")],
)  # fmt: skip

_CENSUS = Model(
    key="record_id", truth="simulant_id",
    columns={
        "first_name": "lower(first_name)", "middle": "lower(middle_initial)",
        "last_name": "lower(last_name)", "street_number": "street_number",
        "street_name": "lower(street_name)", "unit_number": "unit_number", "po_box": "po_box",
        "employer": "lower(employer_name)", "born": "date_of_birth", "source": "source",
    },
    comparisons=[
        _name("first_name"), _name("last_name"), cl.ExactMatch("middle"),
        _name("street_name"), cl.DamerauLevenshteinAtThresholds("street_number", [1]),
        cl.ExactMatch("unit_number"), _exact("po_box"), _name("employer"),
        cl.DamerauLevenshteinAtThresholds("born", [1, 2]),
    ],
    blocking=[
        block_on("first_name", "last_name"), block_on("last_name", "street_name"),
        block_on("first_name", "street_name", "street_number"), block_on("born"),
        block_on("substr(first_name, 1, 3)", "substr(last_name, 1, 3)", "middle"),
        block_on("street_name", "street_number"), block_on("po_box"),
        block_on("last_name", "employer", "substr(first_name, 1, 1)"),
        block_on("first_name", "middle", "employer"),
    ],
    training=[
        block_on("first_name", "last_name"), block_on("street_name", "street_number"),
        block_on("last_name", "employer"),
    ],
)  # fmt: skip

_FAKE = Model(
    key="unique_id", truth="cluster",
    columns={
        "first_name": "lower(first_name)", "surname": "lower(surname)", "born": "dob",
        "city": "lower(city)", "email": "lower(email)",
    },
    comparisons=[
        _name("first_name"), _name("surname"), cl.DamerauLevenshteinAtThresholds("born", [1, 2]),
        _exact("city"), cl.EmailComparison("email"),
    ],
    blocking=[
        block_on("first_name", "surname"), block_on("born", "surname"),
        block_on("born", "first_name"), block_on("email"), block_on("surname", "city"),
        block_on("first_name", "city"), block_on("substr(email, 1, 6)"), block_on("born"),
        block_on("first_name", "substr(born, 1, 4)"), block_on("surname", "substr(born, 1, 4)"),
    ],
    training=[block_on("first_name", "surname"), block_on("born"), block_on("email")],
)  # fmt: skip

MODELS = {
    "people_census_w2": _CENSUS, "febrl1": _FEBRL, "febrl2": _FEBRL, "febrl3": _FEBRL,
    "fake_1000": _FAKE,
}  # fmt: skip


def truth_of(path: Path, model: Model) -> dict[str, str]:
    """Return whose each record is."""
    with path.open(encoding="utf-8", newline="") as stream:
        return {row[model.key]: row[model.truth] for row in csv.DictReader(stream)}


def scored(path: Path, model: Model) -> list[tuple[float, str, str]]:
    """Return every pair that Splink scores, with its probability."""
    connection = duckdb.connect()
    chosen = ", ".join(f"nullif(trim({sql}), '') AS {name}" for name, sql in model.columns.items())
    connection.execute(
        f"CREATE TABLE people AS SELECT {model.key} AS unique_id, {chosen}"  # noqa: S608
        f" FROM read_csv('{path}', all_varchar = true)"
    )
    api = DuckDBAPI(connection=connection)
    settings = SettingsCreator(
        link_type="dedupe_only", comparisons=model.comparisons,
        blocking_rules_to_generate_predictions=model.blocking,
    )  # fmt: skip
    linker = Linker(api.register(connection.table("people")), settings, log_level="ERROR")
    linker.training.estimate_probability_two_random_records_match(model.training[:1], recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=5e6)
    for rule in model.training:
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.inference.predict(threshold_match_probability=min(_THRESHOLDS))
    return [
        (row["match_probability"], row["unique_id_l"], row["unique_id_r"])
        for row in found.as_record_list()
    ]


def figures(
    pairs: Sequence[tuple[float, str, str]], truth: dict[str, str], threshold: float
) -> tuple[float, float, float]:
    """Return F1, precision and recall of the pairs from a probability on."""
    true = sum(n * (n - 1) // 2 for n in Counter(truth.values()).values())
    said = [pair for pair in pairs if pair[0] >= threshold]
    right = sum(truth[one] == truth[other] for _, one, other in said)
    return 2 * right / (len(said) + true), right / max(len(said), 1), right / true


def main(folder: Path) -> None:
    """Print the figures of every set at the usual threshold and at the best one."""
    for name, model in MODELS.items():
        path = folder / f"{name}.csv"
        if not path.exists():
            continue
        pairs, truth = scored(path, model), truth_of(path, model)
        best = max(_THRESHOLDS, key=lambda threshold: figures(pairs, truth, threshold))
        for threshold in (_USUAL, best):
            f1, precision, recall = figures(pairs, truth, threshold)
            said = f"P {precision:.4f}  R {recall:.4f}  F1 {f1:.4f}"
            print(f"{name:<18} {said}  from {threshold}", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
