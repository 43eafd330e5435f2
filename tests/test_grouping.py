"""Groups by cells, and pay in order: shortcuts that must give what going through every row gives."""

import numpy as np
import pytest

from openh1b.grouping import groupings
from openh1b.pay import PAY, PayByGroup
from openh1b.season.pool import Pool

ROWS = 4_000


def pool_of(rows: int) -> Pool:
    random = np.random.default_rng(7)
    columns = {
        "level": random.integers(1, 5, rows),
        "state": random.choice(["CA", "NY", "TX"], rows),
        "employer": random.integers(0, rows, rows),
        PAY: random.integers(60_000, 60_000 + 3 * rows, rows),
    }
    return Pool("people", 2026, "beneficiary", columns, random.integers(0, 4, rows))


@pytest.mark.parametrize("by", [("level",), ("state", "level*state"), ("employer", "state"), ()])
@pytest.mark.parametrize("kinds", [1, 3, ROWS])
def test_members_by_cells_are_those_counted_row_by_row(by: tuple[str, ...], kinds: int) -> None:
    pool = pool_of(ROWS)
    kind = np.random.default_rng(8).integers(0, kinds, ROWS)
    for grouping in groupings(pool, by):
        members = grouping.members(grouping.cells.tally(pool.n.astype(float), kind, kinds))
        expected = np.zeros((len(grouping.labels), kinds))
        np.add.at(expected, (grouping.of_row, kind), pool.n)
        assert np.array_equal(members, expected)


def test_a_group_has_the_rows_with_its_values() -> None:
    pool = pool_of(ROWS)
    crossed = groupings(pool, ("state*level", "employer"))[1]
    found = [crossed.labels[k] for k in crossed.of_row]
    assert found == [f"{s},{v}" for s, v in zip(pool.array("state"), pool.array("level"), strict=True)]


@pytest.mark.parametrize("rows", [1, 10, 50_000])  # codes of one digit of 16 bits, and of two
def test_rows_stand_in_the_order_of_group_and_pay(rows: int) -> None:
    pool = pool_of(rows)
    for grouping in groupings(pool, ("state", "level*state")):
        order = PayByGroup(pool, grouping).order
        assert np.array_equal(order, np.lexsort((pool.array(PAY), grouping.of_row)))
