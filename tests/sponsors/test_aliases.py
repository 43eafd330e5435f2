from __future__ import annotations

from pathlib import Path

import pytest

from openh1b.errors import InputError
from openh1b.sponsors.aliases import load_aliases
from openh1b.sponsors.names import read_name
from openh1b.sponsors.published import figures_of, load_published


def faults(tmp_path: Path, text: str) -> str:
    path = tmp_path / "aliases.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_aliases(path)
    return str(caught.value)


def test_all_faults_of_the_file_are_told_at_once(tmp_path: Path) -> None:
    told = faults(
        tmp_path,
        "one:\n  label: One\n  entities:\n"
        "    - {name: ONE, starts: ONE, why: name, read: source}\n"
        "    - {name: TWO, why: nmae, read: source}\n"
        "    - {name: THREE, why: name, read: memory}\n"
        "    - {name: FOUR, why: name, read: source, states: [CA]}\n"
        "    - {name: FIVE, why: name, raed: source}\n"
        "two:\n  label: Two\n  entities: []\n",
    )
    for words in (
        "not both",
        "nmae",
        "without `sure`",
        "states without tax_ids",
        "raed: unknown key",
        "no list of ent",
    ):
        assert words in told


def test_one_name_in_two_groups_is_refused(tmp_path: Path) -> None:
    told = faults(
        tmp_path,
        "one:\n  label: One\n  entities: [{name: ONE, why: name, read: source}]\n"
        "two:\n  label: Two\n  entities: [{starts: ONE, why: name, read: source}]\n",
    )
    assert "ONE with tax id any is also in one" in told


def test_every_alias_is_a_key_as_the_normaliser_writes_it() -> None:
    names = {one.name for one in load_aliases().evidence if not one.starts}
    assert {name for name in names if read_name(name).key != name} == set()


def test_what_was_read_from_the_hub_names_its_digits() -> None:
    from_hub = [one for one in load_aliases().evidence if one.why == "same_tax_id"]
    assert from_hub
    assert all(one.read == "source" and "digits shared" in (one.note or "") for one in from_hub)


def test_a_beginning_ends_at_a_word() -> None:
    aliases = load_aliases()
    assert [one.group for one in aliases.about("GOOGLE PUBLIC SECTOR")] == ["google"]
    assert not list(aliases.about("GOOGLEPLEX"))


def test_published_figures_answer_for_tesla_with_sources() -> None:
    found = {(one.year, one.value) for one in figures_of("Tesla") if one.measure == "initial_approvals"}
    assert {(2022, 337), (2023, 328), (2024, 742), (2024, 724)} <= found


def test_a_figure_that_cites_no_source_of_the_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "published.yaml"
    path.write_text(
        "sources:\n  hub: {title: Hub, short: Hub, kind: agency}\nfigures:\n"
        "  - {who: tesla, year: 2022, measure: initial_approvals, value: 1, read: source, cite: [hubb]}\n",
        encoding="utf-8",
    )
    with pytest.raises(InputError, match=r"no source hubb\. Did you mean hub"):
        load_published(path)
