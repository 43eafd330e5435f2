"""SQL over the store: answers, and nothing but answers."""

from __future__ import annotations

import pytest

from openh1b.data import sql as module
from openh1b.data.sql import query
from openh1b.errors import DataError
from tests.data.conftest import contents
from tests.data.made_files import HUB_ROWS, hub_csv, lca_csv


@pytest.fixture
def filled(store, made):
    store.add([made(hub_csv(), "hub"), made(hub_csv(HUB_ROWS[:2]), "copy"), made(lca_csv(), "lca")])
    return store


def test_a_table_is_what_the_store_gives(filled):
    found = query(filled, "SELECT state, sum(initial_approvals) AS n FROM hub GROUP BY 1 ORDER BY 2 DESC")
    assert found.names == ("state", "n")
    assert found.rows[0] == ("TX", 1164)


def test_every_vintage_is_there_under_its_own_name(filled):
    assert query(filled, "SELECT count(*) FROM hub").rows == [(5,)]
    assert query(filled, "SELECT count(*), count(DISTINCT vintage) FROM hub_all").rows == [(7, 2)]


def test_two_tables_join(filled):
    assert query(filled, "SELECT count(*) FROM hub JOIN lca ON lca.worksite_state = hub.state").rows == [(1,)]


def test_rows_beyond_the_most_are_cut_and_said_to_be(filled):
    assert query(filled, "SELECT * FROM hub", most=3).cut
    assert not query(filled, "SELECT * FROM hub", most=5).cut


@pytest.mark.parametrize(
    "sql",
    [
        "COPY hub TO '{}'",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM '{}'",
        "SELECT * FROM read_parquet('{}')",
        "SELECT * FROM glob('/*')",
        "ATTACH '{}'",
        "EXPORT DATABASE '{}'",
        "CREATE TABLE t AS SELECT * FROM hub",
        "DELETE FROM hub",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SELECT * FROM 'https://example.org/x.parquet'",
        "SET enable_external_access = true",
        "RESET lock_configuration",
        "PRAGMA database_list",
        "CALL pragma_version()",
        "SELECT 1; COPY hub TO '{}'",
        "SELECT 1; SELECT 2",
        "EXPLAIN ANALYZE COPY hub TO '{}'",
        "",
        "   ",
        "SELEC 1",
        "SELECT * FROM store",
        "SELECT * FROM self",
        "SELECT '\ud800'",
    ],
)
def test_sql_that_reads_or_writes_anything_else_is_refused(filled, tmp_path, sql):
    before = contents(tmp_path)
    with pytest.raises(DataError, match="SQL"):
        query(filled, sql.replace("{}", str(tmp_path / "out")))
    assert contents(tmp_path) == before


def test_a_question_without_end_is_ended(filled, monkeypatch):
    monkeypatch.setattr(module, "SECONDS", 0.2)
    with pytest.raises(DataError, match=r"took more than 0\.2 seconds"):
        query(filled, "WITH RECURSIVE t AS (SELECT 1 AS a UNION ALL SELECT a + 1 FROM t) SELECT max(a) FROM t")


def test_a_table_that_is_not_stored_is_named_with_the_nearest(filled):
    with pytest.raises(DataError, match=r"no stored table hubs\. Did you mean hub"):
        query(filled, "SELECT * FROM hubs")
