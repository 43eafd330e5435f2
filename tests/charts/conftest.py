"""Comparisons to draw: published rows, a pool with pay and names of all kinds, one policy and many."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from openh1b.charts import shut_down
from openh1b.scenario import PoolFile, Scenario
from openh1b.simulate import Comparison, compare

KINDS = ("<script>alert(1)</script>", '=HYPERLINK("http://example.com")', "Smith & Sons", "-x", "日本")


@pytest.fixture(scope="session", autouse=True)
def _no_process_left() -> Iterator[None]:
    yield
    shut_down()


@pytest.fixture(scope="session")
def published() -> Comparison:
    """Three policies on published rows: ranges on odds, no pay."""
    return compare(Scenario())


@pytest.fixture(scope="session")
def pool_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two hundred people with pay; kinds of employer that a page must not take for code."""
    lines = ["selection_level,us_masters_or_higher,offered_wage_usd,received_on,employer_kind,n"]
    for k in range(40):
        kind = KINDS[k % len(KINDS)].replace('"', '""')
        day = f"2025-04-{1 + k % 7:02d}"
        lines.append(f'{1 + k % 4},{"yes" if k % 3 else "no"},{60_000 + 4_321 * k},{day},"{kind}",5')
    path = tmp_path_factory.mktemp("pool") / "pool.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def with_pay(pool_file: Path) -> Callable[..., Comparison]:
    """A comparison on that pool."""

    def make(*policies: str, by: tuple[str, ...] = ("selection_level",), draws: int = 0) -> Comparison:
        seats = "regular=60,advanced_degree=20"
        return compare(
            Scenario(
                season=2026, policies=policies, pool=PoolFile(str(pool_file)), seats=seats, by=by, draws=draws, seed="7"
            )
        )

    return make
