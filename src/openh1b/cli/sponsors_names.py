"""After files of the hub come or go: the resolved names that `openh1b sponsors` reads are made anew, or removed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import typer

from openh1b.errors import InputError

if TYPE_CHECKING:
    from openh1b.data.store import Store


def keep_names(store: Store, tables: Iterable[str]) -> None:
    """Resolve the names of a store that files of these tables were added to, if the hub is among them.

    The files are stored by now: a failure here is told and changes nothing, since the first question tries again.
    """
    if "hub" not in tables:
        return
    from openh1b.sponsors.stored import refresh

    try:
        refresh(store, say=lambda text: typer.echo(text, err=True))
    except InputError as error:
        typer.echo(f"Sponsors' names are not resolved yet: {error}", err=True)


def forget_names(store: Store, tables: Iterable[str]) -> None:
    """Remove the resolved names that were made of files which are gone."""
    if "hub" in tables:
        from openh1b.sponsors.stored import forget_stale

        forget_stale(store)
