"""Write docs/rest.md from the application's own OpenAPI description.

`python tools/make_rest_reference.py` writes the page; with `--check` it writes nothing and ends with 1 if it is stale.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from made_page import write_page
from openh1b.web.app import API, create_app

PAGE = Path(__file__).resolve().parent.parent / "docs" / "rest.md"
SERVER = "http://127.0.0.1:8017"
_FILES = {"/draws/verify": "draw.zip", "/employer": "candidates.csv", "/intake": "registrations.csv"}
_OPENING = """\
# REST

Made from the program by `tools/make_rest_reference.py`; not edited by hand.

`openh1b serve` answers at <http://127.0.0.1:8017/api/v1/>; the description for programs is at
<http://127.0.0.1:8017/api/v1/openapi.json>. Names of a query are the fields of a Scenario and the flags of the
commands, with `_` for `-`. JSON is what the command of the same name prints with `--format json`; what a key means is
in [formats.md](formats.md).

- **Formats.** Where a table is offered, `format=csv`, `parquet` or `xlsx` gives it. A text that a spreadsheet would
  take for a formula has an apostrophe before it in CSV, and is text in XLSX.
- **Policies** are names of the shelf, joined by `+`, with single values set in line: `lottery+caps.regular=130000`
  (in an address `+` is best written `%2B`, and `=` in a value `%3D`). Only a number, a flag, a word of a closed set
  or a list of those can be set; files and expressions are for the command line.
- **Errors** are `application/problem+json`: `status`, `title`, `detail`, and `faults`, every one that was found, each
  with `place` (the name that was sent, else the file or the law), `problem`, `expected`, `hint` (the nearest right
  name) and, for a file, `row`, `line` and `column`. 400: the body cannot be read. 404: there is nothing of that name.
  413: too large. 422: it cannot be computed. 429: too much at once.
- **Tags.** An answer that depends on nothing but the question has an `ETag` of the question's content hash, the
  version and the law files; asked again with `If-None-Match` it is `304` and not computed.
- **Uploads** are read in a process of their own, limited in bytes, rows, columns and time, and deleted when the
  answer is there. Nothing is sent anywhere.
- **Jobs.** What takes longer than a request may is begun with POST and answered `202` with its address. GET tells how
  far it is, DELETE ends it; a result is kept for an hour. That of people has a record beside it, at the job's `record`,
  as the command writes one beside its file.
- **The store** is the one that the server was started with; no request names another, nor any path.

For the command line only:

- `data add`, `data fetch`, `data remove`: they change the store or ask other machines; a request never does.
- `data sql`, policy files (`policies check FILE`), expressions: no SQL, file or expression is taken from outside.
- `data check --rebuild`: it makes every table anew, which takes long and much memory.
- `compare --pool FILE` with `--response range` or more than 10,000 draws: a job takes no file: ask for one corner at
  `/compare`.
- `compare --pool FILE --chart`, `compare --report`, `claims page`, `employer --report` and `--sheets`: they write
  pages of their own; the pages of the server show the same of a season or a list.
- `sweep --workers`, `--scheduler`, `--resume`: they use machines and files of the user's.
- `sweep --tornado --chart`, `replicate --chart`: not offered; the table from which they are drawn is.
- `claims show --chart`, `claims positions --chart`, `sponsors ... --chart`: charts are files of the pages, which link
  them: `/sponsors/sponsors-top.svg`, `/sponsors/sponsors-title.svg` and `/sponsors/sponsors-concentration.svg`, also
  as PNG, CSV and XLSX.
- `data show --vintage A --vintage B`: `/data/tables/{name}` takes one vintage, or the store's own choice.
- `--store DIR`: no path is taken from outside: `stored=true` reads the wages of the server's own store, all else
  reads it anyway.
- `policies --season`, `policies show A+B`: what a name changes beside a season's law is in `/policies/check`, by
  other keys.
- `serve`, `--out`: they are about this machine; an answer is saved by whoever asks.
"""


def page() -> str:
    """The whole page."""
    spec = create_app().openapi()
    groups: dict[str, list[tuple[str, str, dict[str, Any]]]] = {}
    for path, operations in spec["paths"].items():
        for method, one in operations.items():
            groups.setdefault(one["tags"][0], []).append((method.upper(), path, one))
    lines = [_OPENING.rstrip()]
    for group, listed in groups.items():
        lines += ["", f"## {group}"]
        for method, path, one in listed:
            lines += _operation(method, path, one | {"body": _body(one, spec["components"]["schemas"])})
    return "\n".join(lines) + "\n"


def _body(one: dict[str, Any], schemas: dict[str, Any]) -> list[dict[str, Any]]:
    """The fields of a body of JSON, in the form of parameters."""
    content = one.get("requestBody", {}).get("content", {}).get("application/json")
    if content is None:
        return []
    schema = schemas[content["schema"]["$ref"].rpartition("/")[2]]
    required = schema.get("required", ())
    return [
        {"name": name, "in": "body", "schema": field, "required": name in required}
        for name, field in schema["properties"].items()
    ]


def _operation(method: str, path: str, one: dict[str, Any]) -> Iterator[str]:
    yield from ("", f"### {method} `{path.removeprefix(API)}`", "")
    yield " ".join(one["description"].split())
    yield from ("", "```sh", _curl(method, path, one), "```")
    taken = [*one.get("parameters", ()), *one["body"]]
    if taken:
        yield from ("", "| name | in | kind | default | meaning |", "| --- | --- | --- | --- | --- |")
        yield from map(_row, taken)
    yield from ("", _answers(one))


def _curl(method: str, path: str, one: dict[str, Any]) -> str:
    query: list[tuple[str, str]] = []
    for parameter in one.get("parameters", ()):
        example = _example(parameter)
        if example is None:
            continue
        if parameter["in"] == "path":
            path = path.replace(f"{{{parameter['name']}}}", str(example))
        elif "x-example-query" not in one:
            query += [(parameter["name"], str(each)) for each in (example if isinstance(example, list) else [example])]
    text = one.get("x-example-query") or urlencode(query)
    address = f"{SERVER}{path}{'?' if text else ''}{text}"
    how = "" if method == "GET" else f"-X {method} "
    content = one.get("requestBody", {}).get("content", {})
    if "multipart/form-data" in content:
        return f"curl -F file=@{_FILES.get(path.removeprefix(API), 'pool.csv')} '{address}'"
    if "application/json" in content:
        sent = {field["name"]: _example(field) for field in one["body"] if _example(field) is not None}
        return f"curl {how}--json '{json.dumps(sent)}' '{address}'"
    return f"curl {how}'{address}'"


def _example(parameter: dict[str, Any]) -> object:
    if "example" in parameter:
        return parameter["example"]
    return (parameter["schema"].get("examples") or [None])[0]


def _row(parameter: dict[str, Any]) -> str:
    schema = parameter["schema"]
    default = schema.get("default")
    shown = "" if default in (None, "", []) else f"`{_text(default)}`"
    needed = "required" if parameter.get("required") else shown
    words = (parameter.get("description") or schema.get("description") or "").replace("|", "\\|")
    return f"| `{parameter['name']}` | {parameter['in']} | {_kind(schema)} | {needed} | {words} |"


def _text(value: object) -> str:
    if isinstance(value, list):
        return ",".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def _kind(schema: dict[str, Any]) -> str:
    if "enum" in schema:
        return ", ".join(schema["enum"])
    kinds = [one for one in schema.get("anyOf", [schema]) if one.get("type") != "null"]
    if "enum" in kinds[0]:
        return ", ".join(kinds[0]["enum"])
    return "list" if kinds[0].get("type") == "array" else str(kinds[0].get("type", ""))


def _answers(one: dict[str, Any]) -> str:
    parts = []
    for status, response in one["responses"].items():
        kinds = [f"`{kind}`" for kind in response.get("content", {}) if not kind.startswith("application/problem")]
        parts.append(f"{status} {', '.join(kinds)}".strip())
    return f"Answers: {'; '.join(parts)}."


if __name__ == "__main__":
    sys.exit(write_page(PAGE, page(), sys.argv[1:]))
