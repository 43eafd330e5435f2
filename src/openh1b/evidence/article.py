"""An article as sentences: plain text or HTML, stripped of markup, scripts and what a terminal would act on."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Final

from openh1b.errors import Fault, InputError

MOST_BYTES: Final = 5_000_000
_NO_TEXT: Final = (b"PK\x03\x04", b"%PDF-", b"{\\rtf", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff", b"\xd0\xcf\x11\xe0")
"""How DOCX and ZIP, PDF, RTF, gzip, PNG, JPEG and DOC begin, whatever their name says."""
_SILENT: Final = {
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "math",
    "iframe",
    "object",
    "head",
    "nav",
    "form",
    "button",
}
_BLOCK: Final = {
    "p", "div", "br", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "section", "article", "tr",
    "td", "th", "table", "figcaption", "header", "footer", "aside", "main", "dd", "dt", "hr",
}  # fmt: skip
_SHORT: Final = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|St|No|v|vs|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Inc|Corp|Co|Ltd"
    r"|U\.S|a\.m|p\.m|e\.g|i\.e|[A-Z])\.$"
)
_END: Final = re.compile(r"(?<=[.!?])[\"'\u201d\u2019)\]]*\s+(?=[\"'\u201c\u2018(\[]?[A-Z0-9])")
_LOOKS: Final = re.compile(r"<\s*(?:!doctype|html|body|p|div|article|h1)\b", re.IGNORECASE)


def read_article(data: bytes, name: str) -> list[str]:
    """The sentences of a file. Raises InputError for an empty one, one that is no text, and one above 5 MB."""
    if len(data) > MOST_BYTES:
        raise InputError(Fault(name, f"{len(data):,} bytes", expected=f"an article, at most {MOST_BYTES:,} bytes"))
    if b"\0" in data or data.startswith(_NO_TEXT):
        raise InputError(Fault(name, "is no text", expected="plain text or HTML; copy the text out of a PDF or DOCX"))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    found = sentences(stripped(text) if _LOOKS.search(text[:5_000]) else text)
    if not found:
        raise InputError(Fault(name, "holds no sentence", expected="plain text or HTML with text in it"))
    return found


def stripped(text: str) -> str:
    """The text of an HTML page: nothing of scripts, styles and forms; blocks become paragraphs."""
    page = _Text()
    page.feed(text)
    page.close()
    return "".join(page.parts)


def sentences(text: str) -> list[str]:
    """Sentences in order; a blank line ends one too."""
    found: list[str] = []
    for paragraph in re.split(r"\n\s*\n", text):
        flat = " ".join("".join(c if c.isprintable() else " " for c in paragraph).split())
        start, open_ = 0, ""
        for piece in [*(m.span() for m in _END.finditer(flat)), (len(flat), len(flat))]:
            part = open_ + flat[start : piece[0]]
            start = piece[1]
            if _SHORT.search(part) and start < len(flat):
                open_ = f"{part} "
                continue
            open_ = ""
            if any(c.isalnum() for c in part):
                found.append(part.strip())
    return found


class _Text(HTMLParser):
    """Collects what a reader sees."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        """Go silent inside what is no text; begin a paragraph at a block."""
        if tag in _SILENT:
            self.silent.append(tag)
        elif tag in _BLOCK:
            self.parts.append("\n\n")

    def handle_endtag(self, tag: str) -> None:
        """Speak again where the silent part ends; end a paragraph at a block."""
        if tag in self.silent:
            del self.silent[self.silent.index(tag) :]
        elif tag in _BLOCK:
            self.parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        """Keep text that is not in a silent part."""
        if not self.silent:
            self.parts.append(re.sub(r"\s*\n\s*", " ", data))
