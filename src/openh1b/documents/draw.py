"""What a draw's manifest says beside the draw itself."""

from __future__ import annotations

from openh1b.law import plain
from openh1b.selection.manifest import Facts
from openh1b.simulate import Draw


def draw_facts(found: Draw) -> Facts:
    """The policy, its rule and the law behind it with sources, the pool's file, what is assumed, how employers reacted.

    `law` has the caps and the selection by path. `response` and `tables` are empty where nobody reacted.
    """
    pool, entry = found.asked.pool, found.entry
    law = {
        path: {
            "value": plain(value.value),
            "status": value.status,
            "read": value.read,
            "cite": [str(one) for one in value.citations],
        }
        for path, value in found.policy.dated.items()
        if path.startswith(("selection.", "caps."))
    }
    return Facts(
        policy=found.policy.name,
        rule=found.rule,
        pool_file=pool.name,
        pool_sha256=pool.sha256 or "",
        law=law,
        assumptions=tuple(f"{one.name}: {one.value} ({one.range})" for one in pool.assumptions),
        response=None if entry is None else entry.manifest(),
        tables={} if entry is None else entry.tables(),
    )
