"""A rule's fields on a pool: the values of a column, a table of values, or an expression, as codes of few numbers."""

from __future__ import annotations

import numpy as np

from openh1b.arrays import Flags, Floats, Ints
from openh1b.errors import Fault, RuleError
from openh1b.season.pool import Coded, Pool, Values
from openh1b.selection.expression import columns, evaluate
from openh1b.selection.rule import Expression, Field, Lookup


def flags(field: Field, pool: Pool, what: str) -> Flags:
    """True or false for each row. Raises RuleError for a field of anything else."""
    if isinstance(field, bool):
        return np.full(len(pool), field)
    if isinstance(field, Lookup):
        coded = pool.coded(field.column)
    else:
        coded = _evaluated(field, pool) if isinstance(field, Expression) else Coded(np.array([field]), _zeros(pool))
    if coded.labels.dtype != np.bool_:
        raise RuleError(Fault(pool.name, f"{what} is not true or false", expected="a yes/no column"))
    return np.asarray(coded.labels[coded.codes], dtype=bool)


def numbers(field: Field, pool: Pool, what: str) -> Coded:
    """Codes of the numbers of each row. Raises RuleError for text, and for a value that a table does not list."""
    if isinstance(field, Lookup):
        coded = pool.coded(field.column)
        labels = _as_numbers(coded.labels, pool, what) if field.values is None else _looked_up(field, coded, pool, what)
        return Coded(labels, coded.codes)
    if isinstance(field, Expression):
        coded = _evaluated(field, pool)
        return Coded(coded.labels.astype(float), coded.codes)
    return Coded(np.array([float(field)]), _zeros(pool))


def ordered(coded: Coded) -> Coded:
    """The same with labels distinct and in order, so that codes are ranks."""
    if (np.diff(coded.labels) > 0).all():
        return coded
    labels, place = np.unique(coded.labels, return_inverse=True)
    return Coded(labels, place.astype(np.int64)[coded.codes])


def _zeros(pool: Pool) -> Ints:
    return np.zeros(len(pool), dtype=np.int64)


def _evaluated(field: Expression, pool: Pool) -> Coded:
    frame = pool.frame(columns(field, set(pool.columns)) or list(pool.columns)[:1])
    labels, codes = np.unique(evaluate(field, frame), return_inverse=True)
    return Coded(labels, codes.astype(np.int64))


def _as_numbers(labels: Values, pool: Pool, what: str) -> Floats:
    """Numbers as they are, dates as days since 1970."""
    if np.issubdtype(labels.dtype, np.datetime64):
        return labels.astype("datetime64[D]").astype(np.int64).astype(float)
    if not np.issubdtype(labels.dtype, np.number):
        raise RuleError(Fault(pool.name, f"{what}: {labels[0]!r} is text", expected="numbers or dates"))
    return labels.astype(float)


def _looked_up(field: Lookup, coded: Coded, pool: Pool, what: str) -> Floats:
    table = {str(key): float(value) for key, value in (field.values or {}).items()}
    unknown = [str(label) for label in coded.labels if str(label) not in table]
    if unknown:
        raise RuleError(
            [
                Fault(pool.name, f"{what}: no value for {field.column} = {value}", expected=" or ".join(table))
                for value in unknown
            ]
        )
    return np.array([table[str(label)] for label in coded.labels])
