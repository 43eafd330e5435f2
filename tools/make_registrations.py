"""Make a file of registrations with faults, to try `openh1b intake` on: invented people, employers and pay.

python tools/make_registrations.py 1000000 --faults 0.02 --seed 1 --out registrations.csv

The figures it is made with (share with several registrations, levels, degrees) are round numbers for a test and
stand for no season. It prints how many registrations each reason should refuse.
"""

from __future__ import annotations

import argparse
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl

from openh1b.law import load_law

KINDS = (
    "deleted", "unpaid", "outside_window", "unreadable", "no_beneficiary", "no_employer", "duplicate", "missing_degree",
    "bad_level",
)  # fmt: skip
BAD_LEVELS = ("5", "0", "V", "II-III", "2.5")
SEVERAL = 0.02  # registrations that are another employer's for a person already registered
MASTERS, SITES, RANGES = 0.5, 0.05, 0.1
FLOORS = np.array([62_000, 81_000, 100_000, 119_000])


def make(n: int, *, faults: float, seed: int, season: int = 2027) -> tuple[pl.DataFrame, dict[str, int]]:
    """A table of n registrations, as text, and how many of them each reason should refuse."""
    rng = np.random.Generator(np.random.Philox(seed))
    table = _sound(n, rng, season)
    found = np.sort(rng.permutation(n)[: round(n * faults)])
    kind = rng.integers(len(KINDS), size=len(found))
    expected = {}
    for index, name in enumerate(KINDS):
        rows = found[kind == index]
        table, expected[name] = _spoilt(table, name, rows, season)
    return table, expected


def _sound(n: int, rng: np.random.Generator, season: int) -> pl.DataFrame:
    first, last = _window(season)
    again = (rng.random(n) < SEVERAL) & (np.arange(n) > 0)
    person = np.where(again, np.maximum.accumulate(np.where(again, 0, np.arange(n))), np.arange(n))
    employers = max(n // 6, 2)
    step = np.arange(n) - person  # registrations of one person go to employers next to each other, so to different ones
    employer = ((rng.integers(employers, size=n)[person]) + step) % employers
    scale = rng.uniform(0.8, 1.8, n).round(2)
    floors = (FLOORS[None, :] * scale[:, None]).round()
    level = rng.integers(1, 5, n)
    pay = (floors[np.arange(n), level - 1] * rng.uniform(1.0, 1.15, n)).round()
    by_site, by_pay = rng.random(n) < SITES, rng.random(n) < RANGES
    other = np.minimum(level + rng.integers(0, 2, n), 4)
    return pl.DataFrame(
        {
            "registration_id": _ids("R", np.arange(n)),
            "beneficiary_id": _ids("B", person),
            "employer_id": _ids("E", employer),
            "us_masters_or_higher": (rng.random(n) < MASTERS)[person],
            "selection_level": pl.Series(level).cast(pl.String).set(pl.Series(by_site | by_pay), ""),
            "site_levels": pl.select(pl.format("{};{}", pl.Series(other), pl.Series(level)))
            .to_series()
            .set(pl.Series(~by_site | by_pay), ""),
            "offered_wage_usd": pay,
            "offered_wage_high_usd": pl.Series((pay * 1.2).round()).set(pl.Series(~by_pay), None),
            **{f"l{k + 1}_usd": floors[:, k] for k in range(4)},
            "submitted_on": pl.Series([first]).gather(np.zeros(n, dtype=np.int64))
            + pl.Series(rng.integers(0, (last - first).days + 1, n)).cast(pl.Duration("ms")) * 86_400_000,
            "paid": np.ones(n, dtype=bool),
            "deleted": np.zeros(n, dtype=bool),
        }
    ).with_columns(pl.all().cast(pl.String).fill_null(""))


def _spoilt(table: pl.DataFrame, kind: str, rows: np.ndarray, season: int) -> tuple[pl.DataFrame, int]:
    """The table with one kind of fault in some rows, and how many registrations it refuses."""
    first, last = _window(season)
    cells: dict[str, dict[str, str | tuple[str, ...]]] = {
        "deleted": {"deleted": "true"},
        "unpaid": {"paid": "false"},
        "outside_window": {"submitted_on": str(last + timedelta(days=1))},
        "unreadable": {"submitted_on": f"{first.year}-02-30"},
        "no_beneficiary": {"beneficiary_id": ""},
        "no_employer": {"employer_id": ""},
        "missing_degree": {"us_masters_or_higher": ""},
        "bad_level": {"selection_level": BAD_LEVELS},
    }
    if kind == "duplicate":
        return _doubled(table, rows)
    index = pl.Series(rows, dtype=pl.UInt32)
    for name, value in cells[kind].items():
        texts = (value,) if isinstance(value, str) else value
        spoilt = pl.Series([texts[k % len(texts)] for k in range(len(rows))], dtype=pl.String)
        table = table.with_columns(table[name].scatter(index, spoilt))
    return table, len(rows)


def _doubled(table: pl.DataFrame, rows: np.ndarray) -> tuple[pl.DataFrame, int]:
    """Pairs of the rows become two registrations of one new person by one employer; a row left over stays sound."""
    pairs = len(rows) // 2
    one, two = rows[:pairs], rows[pairs : 2 * pairs]
    both = pl.Series(np.concatenate([one, two]), dtype=pl.UInt32)
    people = pl.concat([_ids("D", np.arange(pairs))] * 2)
    employers = table["employer_id"].gather(np.concatenate([one, one]))
    return table.with_columns(
        table["beneficiary_id"].scatter(both, people), table["employer_id"].scatter(both, employers)
    ), 2 * pairs


def _ids(letter: str, numbers: np.ndarray) -> pl.Series:
    return letter + pl.Series(numbers, dtype=pl.Int64).cast(pl.String).str.zfill(8)


def _window(season: int) -> tuple[date, date]:
    found = load_law().find("registration.window", season=season)
    if found is None:
        return date(season - 1, 3, 4), date(season - 1, 3, 19)
    return found.value["start"], found.value["end"]


def main() -> None:
    """Write the file and print what it should be refused for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("n", type=int, help="registrations")
    parser.add_argument("--faults", type=float, default=0.02, help="share of the registrations that have a fault")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--season", type=int, default=2027)
    parser.add_argument("--out", type=Path, required=True, help="a .csv or .parquet file")
    asked = parser.parse_args()
    table, expected = make(asked.n, faults=asked.faults, seed=asked.seed, season=asked.season)
    if asked.out.suffix == ".parquet":
        table.write_parquet(asked.out)
    else:
        table.write_csv(asked.out, quote_style="necessary")
    print(f"{table.height:,} registrations for FY{asked.season} in {asked.out}: invented, for tests only")
    for name, number in expected.items():
        print(f"  {name}: {number:,}")


if __name__ == "__main__":
    main()
