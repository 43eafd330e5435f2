"""Charts: what they say is what the figures say; they are well formed, named, readable and complete."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from drawn_policies import SEVEN

from openh1b.charts import NAMES, Chart, csv, make_chart, make_charts, png, svg, theme, warm_up
from openh1b.charts.engine import drawn
from openh1b.charts.theme import NARROW, WIDE
from openh1b.charts.words import group_label, percent, signed
from openh1b.errors import InputError
from openh1b.pay import distribution
from openh1b.results import Figure, Result
from openh1b.simulate import Comparison

SVG = "{http://www.w3.org/2000/svg}"


def changed(found: Comparison, measure: str, group: str, value: float) -> Comparison:
    """The comparison with one figure of the last policy replaced."""
    last = found.runs[-1].name
    return replace(
        found,
        result=Result(
            replace(f, value=value, low=None, high=None, spread=None)
            if (f.policy, f.measure, f.group) == (last, measure, group)
            else f
            for f in found.result
        ),
    )


@pytest.mark.parametrize(
    ("name", "measure", "group", "value", "says"),
    [
        ("odds", "odds", "1", 0.987, "Level I: odds of selection are 35% under lottery"),
        ("odds", "odds", "4", 0.123, "12% under level-ranking"),
        ("composition", "share_of_selected", "1", 0.91, "Level I: 36% of the pool"),
        ("changes", "change_in_selected", "2", 60_000.0, "Level II +60,000"),
        ("changes", "gain", "all", 11_866.0, "10% of the selected are not those of lottery"),
    ],
)
def test_a_changed_figure_changes_the_title(
    published: Comparison, name: str, measure: str, group: str, value: float, says: str
):
    before = make_chart(published, name).title
    odd = changed(published, measure, group, value)
    if name == "odds" and group == "4":
        odd = changed(odd, "odds", "3", 0.35)
        odd = changed(odd, "odds", "1", 0.35)
    after = make_chart(odd, name).title
    assert after != before
    assert says in after


def all_changed(found: Comparison, change: Callable[[Figure], Figure]) -> Comparison:
    figures = (change(f) if f.measure == "change_in_selected" else f for f in found.result)
    return replace(found, result=Result(figures))


def test_a_net_change_within_luck_is_no_finding(published: Comparison):
    noise = all_changed(published, lambda f: replace(f, value=88.0, low=-117.0, high=293.0, spread="luck"))
    one = make_chart(noise, "changes")
    assert one.title.endswith("no net change beyond luck in any group")
    assert "+88 on balance, within luck, under level-ranking" in one.alt
    beyond = all_changed(published, lambda f: replace(f, value=88.0, low=17.0, high=159.0, spread="luck"))
    assert "+88" in make_chart(beyond, "changes").title


def test_a_title_under_which_every_group_loses_says_so(published: Comparison):
    sizes = {"1": -45_414.0, "2": -9_000.0, "3": -5_000.0, "4": -781.0}
    lost = all_changed(published, lambda f: replace(f, value=sizes.get(f.group, 0.0), low=None, high=None, spread=None))
    says = "fewer in every group, from Level IV \N{MINUS SIGN}781 to Level I \N{MINUS SIGN}45,414"
    assert make_chart(lost, "changes").title.endswith(says)
    won = all_changed(lost, lambda f: replace(f, value=-(f.value or 0.0)))
    assert make_chart(won, "changes").title.endswith("more in every group, from Level IV +781 to Level I +45,414")


def test_net_changes_stand_in_a_column_of_their_own(published: Comparison):
    for width in (WIDE, NARROW):
        chart = make_chart(published, "changes")
        spec = chart.spec if width == WIDE else chart.narrow
        rows = [row for layer in spec["layer"] for row in layer["data"]["values"] if "net" in row]
        low, high = spec["layer"][0]["encoding"]["x"]["scale"]["domain"]
        pixel = (high - low) / spec["width"]
        for row in rows:
            words = theme.text_width(row["text"], theme.label_size(width)) * pixel
            assert row["edge"] == high
            assert row["end"] < high - words, row
        assert len(spec["layer"][0]["encoding"]["x"]["axis"]["values"]) >= 2


def test_titles_of_pay_follow_the_figures(with_pay: Callable[..., Comparison]):
    found = with_pay("lottery", "pay-ranking")
    assert "$77,700 under pay-ranking" in make_chart(changed(found, "pay_median", "all", 77_700.0), "pay").title
    below = re.search(r"below \$([\d,]+): (\d+)% under lottery", make_chart(found, "distribution").title)
    pay, expected = found.pool.array("offered_wage_usd"), found.runs[0].expected
    bound = float(below[1].replace(",", ""))
    assert round(100 * expected[pay < bound].sum() / expected.sum()) == int(below[2])


@pytest.mark.parametrize("policies", [("lottery",), SEVEN], ids=["one policy", "seven policies"])
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_every_chart_is_a_well_formed_image_with_name_and_description(
    with_pay: Callable[..., Comparison], policies: tuple[str, ...], width: int
):
    charts = make_charts(with_pay(*policies, by=("selection_level", "employer_kind")))
    expected = [name for name in NAMES if name != "changes" or len(policies) > 1]
    assert [one.name for one in charts][: len(expected)] == expected
    for one in charts:
        root = ET.fromstring(svg(one, width))  # noqa: S314 - our own
        assert root.get("role") == "img"
        named = {element.get("id"): element.text for element in root}
        title, description = (root.get("aria-labelledby") or "").split()
        assert named[title] == one.title
        assert named[description] == one.alt
        assert float(root.get("width")) == width + 32
        assert min(float(e.get("font-size").rstrip("px")) for e in root.iter(f"{SVG}text")) >= 11


def test_nothing_is_drawn_beyond_the_edges(with_pay: Callable[..., Comparison], published: Comparison):
    texts = 0
    for one in (*make_charts(published), *make_charts(with_pay(*SEVEN, by=("employer_kind",)))):
        for width in (WIDE, NARROW):
            for x, anchor, text, size in placed(svg(one, width)):
                room = theme.text_width(text, size)
                left = x - {"start": 0, "middle": room / 2, "end": room}[anchor]
                assert left >= -1, (one.name, width, text)
                assert left + room <= width + 32 + 1, (one.name, width, text)
                texts += 1
    assert texts > 500


def placed(text: str) -> list[tuple[float, str, str, float]]:
    """Horizontal place, anchor, content and size of every text of a drawing."""
    found = []

    def walk(element: ET.Element, x: float) -> None:
        moved = re.search(r"translate\((-?[\d.]+)", element.get("transform", ""))
        x += float(moved[1]) if moved else 0.0
        if element.tag in {f"{SVG}text", f"{SVG}svg"}:
            x += float(element.get("x", 0))
        if element.tag == f"{SVG}text" and element.text:
            size = float(element.get("font-size").rstrip("px"))
            found.append((x, element.get("text-anchor", "start"), element.text, size))
        for child in element:
            walk(child, x)

    walk(ET.fromstring(text), 0.0)  # noqa: S314 - our own
    return found


def test_png_has_two_pixels_a_pixel(published: Comparison):
    data = png(make_chart(published, "odds"))
    assert data.startswith(b"\x89PNG")
    assert int.from_bytes(data[16:20]) == 2 * (WIDE + 32)


def test_the_table_behind_a_chart_is_the_figures_of_the_result(published: Comparison):
    for one in make_charts(published):
        for row in one.table:
            if row["policy"] is not None:
                figure = published.result.find(row["policy"], row["measure"], row["by"], row["group"])
                assert (row["value"], row["low"], row["high"]) == (figure.value, figure.low, figure.high)


def test_every_value_that_is_drawn_is_in_the_table(published: Comparison):
    for name, field in (("odds", "value"), ("composition", "value"), ("changes", "net")):
        one = make_chart(published, name)
        data = [row for layer in one.spec["layer"] for row in layer["data"]["values"] if field in row]
        assert {row[field] for row in data} <= {row["value"] for row in one.table}
        assert len(data) >= 8


def test_the_table_of_pay_sums_to_all_that_are_selected(with_pay: Callable[..., Comparison]):
    found = with_pay("lottery", "pay-ranking")
    table = make_chart(found, "distribution").table
    for run in found.runs:
        assert sum(row["value"] for row in table if row["policy"] == run.name) == pytest.approx(run.expected.sum())
    assert sum(row["value"] for row in table if row["policy"] is None) == found.pool.units


def test_bins_of_pay_have_their_lower_edge_and_the_outer_ones_all_beyond(with_pay: Callable[..., Comparison]):
    found = with_pay("lottery")
    pay, edges = found.pool.array("offered_wage_usd"), np.array([100_000.0, 138_000.0 - 222, 150_000.0, 160_000.0])
    edges[1] = pay[18]
    got = distribution(found.runs[0], found.pool, edges)
    expected = found.runs[0].expected
    inner = [expected[pay < edges[1]], expected[(pay >= edges[1]) & (pay < edges[2])], expected[pay >= edges[2]]]
    assert got == pytest.approx([part.sum() for part in inner])


def whiskered(one: Chart) -> int:
    return sum(layer["mark"]["type"] == "rule" and "x2" in layer["encoding"] for layer in one.spec["layer"])


def test_whiskers_are_drawn_and_named_where_there_is_a_spread(published: Comparison):
    for name, words in (
        ("odds", "Whiskers: range"),
        ("composition", "Whiskers: luck"),
        ("changes", "net change: luck"),
    ):
        one = make_chart(published, name)
        assert words in one.subtitle
        assert whiskered(one) >= 1


def test_without_a_spread_no_whiskers_are_promised(with_pay: Callable[..., Comparison]):
    found = with_pay("lottery", "level-ranking")
    bare = replace(found, result=Result(replace(f, low=None, high=None, spread=None) for f in found.result))
    for one in make_charts(bare):
        assert "hiskers" not in one.subtitle
        rows = [row for layer in one.spec["layer"] for row in layer["data"]["values"]]
        assert not [row for row in rows if row.get("low") is not None]


def test_the_footer_names_sources_assumptions_version_and_seed(
    published: Comparison, with_pay: Callable[..., Comparison]
):
    footer = make_chart(published, "odds").footer
    for words in ("FY2026 (registration March 2025", "Nobody reacted", "Assumed:", "Sources: ey", "OpenH1B "):
        assert words in footer
    assert "50 draws, seed 7" in make_chart(with_pay("lottery", draws=50), "odds").footer


def test_synthetic_people_are_called_synthetic_on_the_chart(with_pay: Callable[..., Comparison]):
    found = with_pay("lottery", "pay-ranking")
    pool = replace(found.asked.pool, synthetic=True)
    made = replace(found, asked=replace(found.asked, pool=pool))
    for one in make_charts(made):
        assert "synthetic people" in one.subtitle
        assert "The people are synthetic" in one.footer


def test_groups_beyond_what_fits_are_left_out_and_it_is_said(published: Comparison):
    many = [replace(f, by="country", group=f"C{k:02d}") for f in published.result if f.by == "all" for k in range(30)]
    found = replace(published, result=Result([*published.result, *many]))
    one = make_chart(found, "odds-by-country")
    assert "The 12 largest of 30 groups." in one.subtitle
    assert len({row["group"] for row in one.table}) == 12


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("odd", "Did you mean odds?"),
        ("pay", "was not computed"),
        ("odds-by-selection_levle", "Did you mean selection_level?"),
        ("pay-by-country", "no chart 'pay'"),
    ],
)
def test_a_chart_that_there_is_not_is_refused_with_the_nearest(published: Comparison, name: str, says: str):
    with pytest.raises(InputError, match=re.escape(says)):
        make_chart(published, name)


def test_one_policy_has_no_chart_of_changes(with_pay: Callable[..., Comparison]):
    with pytest.raises(InputError, match="two policies or more"):
        make_chart(with_pay("lottery"), "changes")


def test_text_that_a_spreadsheet_takes_for_a_formula_gets_an_apostrophe(with_pay: Callable[..., Comparison]):
    text = csv(make_chart(with_pay("lottery", "level-ranking", by=("employer_kind",)), "changes"))
    assert "\"'=HYPERLINK(" in text
    assert ",'-x," in text
    assert not re.search(r'(^|,)"?[=@+]', text, re.MULTILINE)
    assert re.search(r",-\d", text), "negative numbers stay numbers"


def test_the_process_draws_what_this_program_draws(published: Comparison):
    spec = make_chart(published, "changes").spec
    here = drawn(spec)
    warm_up()
    warm_up()
    assert drawn(spec) == here
    with pytest.raises(ValueError, match=r"(?s)."):
        drawn({"mark": 1})
    with pytest.raises(ValueError, match="JSON"):
        drawn({"width": float("nan")})
    assert drawn(spec) == here


def test_documents_are_plain_json(published: Comparison):
    for one in make_charts(published):
        assert json.loads(json.dumps(one.spec, allow_nan=False)) == one.spec


def test_names_and_numbers_in_words():
    assert group_label("employer_size", "1,001+") == "1,001+"
    assert group_label("selection_level*us_masters_or_higher", "4,true") == "Level IV, US master's"
    assert group_label("x", "a\x00b") == "a\ufffdb"
    assert [percent(v) for v in (0, 0.0001, 0.005, 0.0994, 0.5, 0.9999, 1)] == [
        "0%", "<0.1%", "0.5%", "9.9%", "50%", ">99.9%", "100%",
    ]  # fmt: skip
    assert [signed(v) for v in (-0.2, 1234.0, -1234.0)] == ["0", "+1,234", "\u22121,234"]


def luminance(colour: str) -> float:
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_marks_and_text_stand_out_from_the_paper():
    assert min(contrast(c, theme.PAPER) for c in (*theme.POLICIES, theme.POOL)) >= 3
    assert min(contrast(c, theme.PAPER) for c in (theme.INK, theme.GREY)) >= 4.5


# Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB.
BLIND = {
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "none": np.eye(3).tolist(),
}


def test_a_policy_has_one_colour_in_all_charts_and_the_side_tells_gain_from_loss(published: Comparison):
    def shades(name: str) -> dict[str, str]:
        rows = [row for layer in make_chart(published, name).spec["layer"] for row in layer["data"]["values"]]
        shift = name == "changes"  # the base policy has no row there
        return {published.runs[int(row["row"][-1]) + shift].name: row["colour"] for row in rows if "colour" in row}

    changes, odds = shades("changes"), shades("odds")
    assert set(changes) == {"weighted-levels", "level-ranking"}
    assert changes.items() <= odds.items()
    assert "hollow bar to the left" in make_chart(published, "changes").subtitle


@pytest.mark.parametrize("vision", BLIND)
def test_the_first_four_policies_differ_for_any_colour_vision(vision: str):
    def seen(colour: str) -> np.ndarray:
        parts = np.array([int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)])
        return np.clip(np.array(BLIND[vision]) @ parts**2.2, 0, 1) ** (1 / 2.2)

    pairs = combinations(theme.POLICIES[:4], 2)
    assert min(float(np.abs(seen(a) - seen(b)).max()) for a, b in pairs) > 0.1
