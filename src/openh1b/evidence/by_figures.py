"""Tests of claims by published figures: one figure, a comparison of two, the stock of people and its run-off."""

from __future__ import annotations

from itertools import product

from openh1b.evidence.inputs import Inputs, published
from openh1b.evidence.number import Number
from openh1b.evidence.runoff import Of, Program, Rule


def figure(inputs: Inputs, name: str) -> Number:
    """A published figure with its range and the studies behind it."""
    value, low, high = inputs.figure(name)
    if low == high:
        return Number(value)
    points = tuple((one.label, one.value) for one in published(name).points)
    return Number(value, low, high, points=points)


def difference(inputs: Inputs, first: str, second: str) -> Number:
    """The second figure less the first."""
    return Number(round(inputs.figure(second)[0] - inputs.figure(first)[0], 6))


def part_of_change(inputs: Inputs, start: str, middle: str, end: str) -> Number:
    """The part of the change from the first figure to the last that came after the middle one."""
    first, between, last = (inputs.figure(name)[0] for name in (start, middle, end))
    if first == last:
        return Number(None, missing="the first and the last figure are equal")
    return Number(round((between - last) / (first - last), 6))


def over_years(inputs: Inputs, names: list[str]) -> Number:
    """The same figure of several years: the last, and the range of all."""
    found = [(published(name).label, inputs.figure(name)[0]) for name in names]
    values = [value for _, value in found]
    return Number(values[-1], min(values), max(values), points=tuple(found))


def largest_by(inputs: Inputs, names: list[str]) -> Number:
    """Rank of the first of some figures among them, 1 the largest."""
    values = [inputs.figure(name)[0] for name in names]
    return Number(float(1 + sum(one > values[0] for one in values[1:])))


def part_of_computer_jobs(inputs: Inputs) -> Number:
    """H-1B workers in computer occupations as a share of US employment in these."""
    return Number(*_ends(inputs, ("stock_2025", "computer_share_2023"), "computer_employment"))


def computer_jobs_beside_all(inputs: Inputs) -> Number:
    """The share of H-1B workers in computer occupations over their share in all US employment."""
    shares = _ends(inputs, ("computer_share_2023", "all_employment"), "computer_employment")
    value, low, high = (round(one, 1) for one in shares)
    return Number(value, low, high)


def _ends(inputs: Inputs, top: tuple[str, ...], bottom: str) -> tuple[float, float, float]:
    """Product of some figures over another: value, least and most."""
    over, under = [inputs.figure(name) for name in top], inputs.figure(bottom)
    value, low, high = 1.0, 1.0, 1.0
    for one in over:
        value, low, high = value * one[0], low * one[1], high * one[2]
    return value / under[0], low / under[2], high / under[1]


def left_status(inputs: Inputs, rule: Rule, years: int, of: Of = "all") -> Number:
    """Share of today's people in H-1B status out of it after some years under a rule.

    of: `all` counts those who would have left anyway; `rule` only those who leave because of it.
    """
    found = [1 - one.left(rule, years) if of == "all" else one.lost_to(rule, years) for one in _programs(inputs)]
    return Number(round(found[0], 3), round(min(found), 3), round(max(found), 3))


def beyond_six(inputs: Inputs) -> Number:
    """Share of today's people in H-1B status for six years or more."""
    found = [one.beyond() for one in _programs(inputs)]
    return Number(round(found[0], 3), round(min(found), 3), round(max(found), 3))


def _programs(inputs: Inputs) -> list[Program]:
    """The middle of every parameter first, then every corner of their ranges."""
    names = ("exit_india", "exit_other", "stock_growth", "validity_interval")
    ranges = [inputs.figure(name) for name in names]
    india = inputs.figure("india_share_initial_2023")[0]
    middle = tuple(one[0] for one in ranges)
    corners = product(*((low, high) for _, low, high in ranges))
    return [
        Program(exits=(a, b), entrants=(india, 1 - india), growth=growth, interval=interval)
        for a, b, growth, interval in (middle, *corners)
    ]
