"""The law of the package as it was last read and checked, kept beside the compiled modules.

To read and check 45 files takes as long as most answers. What came of it is kept like compiled code: in the package's
own `__pycache__`, for this interpreter, and only for exactly these files and this code, told by a hash over the content
of all of them. A file that was changed, or what cannot be read, is as if nothing were kept. As with compiled modules,
who may write there may run code as this user: a law in another folder is never kept.

`keep_now` keeps it whatever the interpreter was told about compiled code; set-up calls it after compiling the modules.
"""

from __future__ import annotations

import hashlib
import pickle
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import NamedTemporaryFile
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from openh1b.version import __version__

if TYPE_CHECKING:
    from openh1b.law.parameters import Law

HERE: Final = Path(__file__).parent
FILE: Final = HERE / "__pycache__" / f"law.{sys.implementation.cache_tag}.pickle"
_DIGEST: Final = hashlib.sha256().digest_size


def kept_or_read(read: Callable[[], Law], *, file: Path = FILE, write: bool | None = None) -> Law:
    """The law kept in a file if it is that of today's files, else what `read` gives, which is then kept.

    write: whether to keep it; by default as the interpreter is told about compiled code. Raises what `read` raises.
    """
    mark = fingerprint()
    found = _kept(file, mark)
    if found is None:
        found = read()
        if not sys.dont_write_bytecode if write is None else write:
            _keep(found, file, mark)
    return found


def keep_now() -> None:
    """Read and check the law of the package, and keep it for the programs that start after this one."""
    from openh1b.law.parameters import read_law

    kept_or_read(lambda: read_law(HERE), write=True)


def fingerprint(folder: Path = HERE) -> bytes:
    """A hash over name and content of every law file and every module that reads them, and the program's version."""
    files = [*folder.glob("*.py"), *folder.glob("*.yaml"), *folder.glob("*/*.yaml")]
    told = hashlib.sha256(__version__.encode())
    for path in sorted(files):
        content = path.read_bytes()
        told.update(f"\0{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
        told.update(content)
    return told.digest()


def _kept(file: Path, mark: bytes) -> Law | None:
    try:
        content = file.read_bytes()
    except OSError:
        return None
    head, body = content[: 2 * _DIGEST], content[2 * _DIGEST :]
    if head != mark + hashlib.sha256(body).digest():
        return None
    found: Law = pickle.loads(body)  # noqa: S301 - whole, ours, and trusted as the compiled modules beside it
    return found


def _keep(law: Law, file: Path, mark: bytes) -> None:
    body = _pickled(law)
    try:
        file.parent.mkdir(exist_ok=True)
        with NamedTemporaryFile(dir=file.parent, prefix=file.name, delete=False) as made:
            made.write(mark + hashlib.sha256(body).digest() + body)
        partial = Path(made.name)
        partial.chmod(0o644)  # as compiled modules are
        partial.replace(file)
    except OSError:  # a package that may not be written to is read anew each time
        return


def _pickled(law: Law) -> bytes:
    from io import BytesIO

    made = BytesIO()
    _Pickler(made, protocol=pickle.HIGHEST_PROTOCOL).dump(law)
    return made.getvalue()


def _read_only(value: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(value)


class _Pickler(pickle.Pickler):
    """Read-only mappings as well, which pickle leaves out."""

    def reducer_override(self, value: object) -> Any:  # noqa: ANN401 - what pickle asks for
        if isinstance(value, MappingProxyType):
            return _read_only, (dict(value),)
        return NotImplemented
