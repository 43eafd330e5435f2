"""300 mutated files: each is taken in whole or refused with a message. More by `python -m tests.data.fuzz N`."""

from __future__ import annotations

from tests.data.fuzz import SEEDS, main


def test_300_mutated_files_are_taken_whole_or_refused_with_a_message():
    came_of_it = main(300)
    assert came_of_it["taken"] + came_of_it["refused"] == 300
    assert min(came_of_it.values()) >= 20


def test_what_is_mutated_is_good_before(store, made):
    assert all(one.is_new for one in store.add([made(data, name) for name, data in SEEDS.items() if name != "hub-gz"]))
