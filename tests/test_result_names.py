"""Names of a figure that a result does not have are told apart, and what is shown of a result is short."""

from __future__ import annotations

import pickle

import pytest

from openh1b import Comparison, Result, Scenario, compare, load_law
from openh1b.errors import FigureError, InputError


@pytest.fixture(scope="module")
def found() -> Comparison:
    return compare(Scenario(policies=("lottery", "weighted-levels"), by=("selection_level",)))


def missing(result: Result, *names: object) -> str:
    with pytest.raises(KeyError) as error:
        result.find(*names)
    assert isinstance(error.value, InputError)
    return str(error.value)


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("lotery", "odds"), "policy: 'lotery' is not in this result. Did you mean lottery?"),
        (("lottery", "ods"), "measure: 'ods' is not in this result. Did you mean odds?"),
        (
            ("lottery", "pay_median"),
            ("measure: 'pay_median' is not in this result. Ask for it with Scenario(people=True)."),
        ),
        (
            ("lottery", "odds", "selectionlevel", "4"),
            ("by: 'selectionlevel' is not in this result. Did you mean selection_level?"),
        ),
        (
            ("lottery", "odds", "employer_kind", "other"),
            ("by: 'employer_kind' is not in this result. Ask for it with Scenario(by=('employer_kind',))."),
        ),
        (("lottery", "odds", "selection_level", 4), "group: 4 (int); expected text. Write group='4'."),
        (
            ("lottery", "odds", "selection_level", "Level IV"),
            ("group: 'Level IV' is not in this result. Write group='4'."),
        ),
        (("lottery", "odds", "selection_level", ["4"]), "group: ['4'] (list); expected text. "),
        (("lottery", "odds", "selection_level"), "group: 'all' is not in this result. Known: 1, 2, 3, 4"),
    ],
)
def test_what_is_wrong_with_a_figures_names_is_said_with_the_nearest(found, names, said):
    assert missing(found.result, *names).startswith(said)


def test_all_wrong_names_are_said_at_once(found):
    assert missing(found.result, "lotery", "ods", "level", "4").startswith("3 problems\n  policy: ")


def test_a_measure_that_some_groups_have_and_this_one_has_not_is_not_called_unknown(found):
    some = Result(f for f in found.result if (f.measure, f.group) != ("odds", "4"))
    said = missing(some, "lottery", "odds", "selection_level", "4")
    assert said.startswith("measure: 'odds' was not computed under lottery for selection_level 4. Computed: units, ")


def test_groups_of_a_grouping_that_was_not_reported_are_refused(found):
    with pytest.raises(FigureError, match=r"by: 'level' is not in this result\. Known: all, selection_level$"):
        found.result.groups("level")
    assert found.result.groups("all") == ("all",)
    assert found.result.groups("selection_level") == ("1", "2", "3", "4")


def test_a_missing_figure_comes_whole_out_of_another_process(found):
    with pytest.raises(FigureError) as error:
        found.result.find("lotery", "odds")
    again = pickle.loads(pickle.dumps(error.value))  # noqa: S301 - made here
    assert str(again) == "policy: 'lotery' is not in this result. Did you mean lottery?"


def test_what_a_result_holds_is_shown_in_a_line(found):
    shown = repr(found)
    assert shown.startswith("<Comparison of lottery and weighted-levels, season 2026: 339,000 beneficiaries, FY2026 ")
    assert f"; {len(found.result)} figures, " in shown
    assert repr(found.result) == (
        f"<Result: {len(found.result)} figures; policies: lottery, weighted-levels; by: all, selection_level>"
    )
    assert repr(Result(())) == "<Result: no figures>"
    assert repr(load_law()).startswith(f"<Law: {len(load_law().parameters)} parameters, ")
