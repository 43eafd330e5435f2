"""What a policy keeps of the law as known on a day, and what it works out only when asked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from openh1b.law import load_law, policy
from openh1b.law.parameters import Law
from openh1b.law.timeline import news, spans


def fresh() -> Law:
    """The law, with nothing of it worked out."""
    law = load_law()
    return Law(law.parameters, law.sources, law.overlays)


def test_spans_kept_for_a_stretch_without_news_are_those_of_each_of_its_days():
    law = fresh()
    for path, parameter in law.parameters.items():
        for day in news(parameter):
            for near in (day - timedelta(1), day, day + timedelta(1)):
                assert law.spans(path, near) == spans(parameter, near), (path, near)
        assert law.spans(path) == spans(parameter)


def test_a_policy_works_out_no_path_that_it_does_not_show(monkeypatch):
    law, asked = fresh(), []
    find = law.find
    monkeypatch.setattr(law, "find", lambda path, **when: asked.append(path) or find(path, **when))
    policy("lottery", season=2026, known=date(2026, 3, 15), law=law)
    assert {path.split(".")[0] for path in asked} == {"caps", "selection", "wages", "price"}


@pytest.mark.parametrize("name", ["current", "weighted-levels+no-cap"])
def test_every_path_with_a_value_in_the_season_is_in_use(name: str):
    law = fresh()
    found = policy(name, season=2026, known=date(2026, 3, 15), law=law)
    steady = [path for path, parameter in law.parameters.items() if not parameter.annual]
    held = {path: law.find(path, season=2026, known=date(2026, 3, 15)) for path in steady}
    laid = [path for overlay in found.overlays for path in law.overlays[overlay].sets]
    assert set(found.dated) == {path for path, value in held.items() if value} | set(laid)
    assert len(found.dated) == len(set(found.dated))
    assert all(found.dated[path] == held[path] for path in found.dated if path not in laid)
    assert "no.such.path" not in found.dated
