"""What was read from the package's own files and checked, kept beside the compiled modules.

To read and check the 45 files of the law takes as long as most answers. What came of it is kept like compiled code: in
the package's own `__pycache__`, for this interpreter, and only for exactly these files and the code that reads them,
told by a hash over the content of all. After a change, or where it cannot be read, it is as if nothing were kept. As
with compiled modules, who may write there may run code as this user: nothing else is ever read from there.
"""

from __future__ import annotations

import hashlib
import pickle
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, TypeVar

from openh1b.version import __version__

T = TypeVar("T")

_DIGEST: Final = hashlib.sha256().digest_size


def kept_beside(module: str, name: str) -> Path:
    """Where something is kept: beside the compiled form of a module, given its `__file__`."""
    return Path(module).parent / "__pycache__" / f"{name}.{sys.implementation.cache_tag}.pickle"


def kept_or_read(read: Callable[[], T], file: Path, of: Iterable[Path], *, write: bool | None = None) -> T:
    """What is kept in a file if it was made of these files as they are now, else what `read` gives, which is then kept.

    of: every file that has a say in what is read, its code included. write: whether to keep it; by default as the
    interpreter is told about compiled code. Raises what `read` raises.
    """
    mark = fingerprint(of)
    found = _kept(file, mark)
    if found is not None:
        return found[0]  # type: ignore[no-any-return]
    made = read()
    if not sys.dont_write_bytecode if write is None else write:
        _keep(made, file, mark)
    return made


def fingerprint(files: Iterable[Path]) -> bytes:
    """A hash over name and content of files, whatever their order, and the program's version."""
    mark = hashlib.sha256(__version__.encode())
    for path in sorted(files):
        content = path.read_bytes()
        mark.update(f"\0{path.parent.name}/{path.name}\0{len(content)}\0".encode())
        mark.update(content)
    return mark.digest()


def _kept(file: Path, mark: bytes) -> tuple[Any] | None:
    """What the file keeps, in a tuple since that may be None; None where it keeps nothing for this mark."""
    try:
        content = file.read_bytes()
    except OSError:
        return None
    head, body = content[: 2 * _DIGEST], content[2 * _DIGEST :]
    if head != mark + hashlib.sha256(body).digest():
        return None
    return (pickle.loads(body),)  # noqa: S301 - whole, ours, and trusted as the compiled modules beside it


def _keep(made: object, file: Path, mark: bytes) -> None:
    from tempfile import NamedTemporaryFile

    body = _pickled(made)
    try:
        file.parent.mkdir(exist_ok=True)
        with NamedTemporaryFile(dir=file.parent, prefix=file.name, delete=False) as written:
            written.write(mark + hashlib.sha256(body).digest() + body)
        partial = Path(written.name)
        partial.chmod(0o644)  # as compiled modules are
        partial.replace(file)
    except OSError:  # a package that may not be written to is read anew each time
        return


def _pickled(made: object) -> bytes:
    from io import BytesIO

    text = BytesIO()
    _Pickler(text, protocol=pickle.HIGHEST_PROTOCOL).dump(made)
    return text.getvalue()


def _read_only(value: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(value)


class _Pickler(pickle.Pickler):
    """Read-only mappings as well, which pickle leaves out."""

    def reducer_override(self, value: object) -> Any:  # noqa: ANN401 - what pickle asks for
        if isinstance(value, MappingProxyType):
            return _read_only, (dict(value),)
        return NotImplemented
