"""Take the pictures of docs/screenshots: one of each page, one narrow and one dark, from the program itself.

`python tools/make_screenshots.py --store DIR` starts the pages on a free port, looks at them with the system's Chromium
and writes PNG files. With no file of the Employer Data Hub in the store, Sponsors shows published figures only.
"""

from __future__ import annotations

import argparse
import shutil
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import uvicorn
from playwright.sync_api import Page, sync_playwright

from openh1b.web.app import create_app
from openh1b.web.settings import Settings

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
MOST_BYTES = 150_000
CASE = "/case?soc=Software+Developers&area=Seattle&salary=165000&us_masters=true"
CANDIDATES = "candidate_id,soc,area,offered_wage_usd,us_masters_or_higher,channel\n" + "".join(
    f"made-up-{k},15-1252,{area},{pay},{degree},in_us\n"
    for k, (area, pay, degree) in enumerate(
        [
            ("Seattle", 121000, "yes"),
            ("Seattle", 165000, "yes"),
            ("Austin", 118000, "no"),
            ("Austin", 150000, "yes"),
            ("Seattle", 178000, "no"),
            ("Austin", 171000, "yes"),
        ]
    )
)
POOL = "beneficiary_id,selection_level,us_masters_or_higher\n" + "".join(
    f"u{k:02d},{k % 4 + 1},{'yes' if k % 3 else 'no'}\n" for k in range(20)
)
ARTICLE = (
    "The H-1B visa is capped at 85,000 a year. Around 60% of H-1B visas go to the technology industry. "
    "H-1B workers are paid less than Americans."
)


@dataclass(frozen=True)
class Shot:
    """One picture. path: of the page. act: what is done there first. at: what the picture begins with.

    fine: so many small shapes that a PNG is too large, and it is a JPEG.
    """

    name: str
    path: str
    act: Callable[[Page], None] | None = None
    at: str = ""
    width: int = 1280
    high: int = 800
    dark: bool = False
    fine: bool = False


def _upload(page: Page, field: str, name: str, text: str) -> None:
    page.set_input_files(field, {"name": name, "mimeType": "text/csv", "buffer": text.encode()})


def _employer(page: Page) -> None:
    _upload(page, "#file", "candidates.csv", CANDIDATES)
    page.get_by_role("button", name="Show").click()
    page.wait_for_selector("#won")


def _draw(page: Page) -> None:
    _upload(page, "#draw-file", "pool.csv", POOL)
    page.fill("#draw-seed", "county fair, 3 May")
    page.fill("#draw-seats", "regular=4,advanced_degree=2")
    page.locator("form[action='/draw/draw'] button").click()
    page.wait_for_selector(".result")


def _match(page: Page) -> None:
    page.fill("#text", ARTICLE)
    page.get_by_role("button", name="Match").click()
    page.wait_for_selector(".matched")


SHOTS = (
    Shot("season", "/"),
    Shot("compare", "/compare", at="#who"),
    Shot("compare-dark", "/compare", at="#gains", dark=True),
    Shot("case", CASE),
    Shot("case-map", CASE, at="#places", width=900, high=740, fine=True),
    Shot("employer", "/employer", act=_employer, at="#won"),
    Shot("sponsors", "/sponsors", at="#leaders", high=640),
    Shot("claims", "/claims"),
    Shot("claim", "/claims/tech-60-percent"),
    Shot("match", "/claims/match", act=_match),
    Shot("draw", "/draw", act=_draw, at="#draw"),
    Shot("data", "/data", at="#dictionary", high=640),
    Shot("law", "/law/caps.regular"),
    Shot("season-narrow", "/", width=360),
)


def main() -> int:
    """Write the pictures; 1 where one is larger than a page of documentation should carry."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", type=Path, help="folder of the store; else the usual one")
    parser.add_argument("--only", nargs="*", help="names of pictures; else all")
    asked = parser.parse_args()
    chosen = [one for one in SHOTS if not asked.only or one.name in asked.only]
    FOLDER.mkdir(exist_ok=True)
    with _serving(asked.store) as address, _browsing() as look:
        large = [one.name for one in chosen if _taken(look, address, one) > MOST_BYTES]
    if large:
        print(f"larger than {MOST_BYTES:,} bytes: {', '.join(large)}", file=sys.stderr)
    return 1 if large else 0


def _taken(look: Callable[[int, bool], Page], address: str, shot: Shot) -> int:
    """Take one picture and say how many bytes it has."""
    page = look(shot.width, shot.dark)
    page.goto(address + shot.path)
    if shot.act is not None:
        shot.act(page)
    page.wait_for_load_state("networkidle")
    top = 0.0
    if shot.at:
        box = page.locator(shot.at).bounding_box()
        top = 0.0 if box is None else box["y"] + page.evaluate("scrollY") - 24
    clip = {"x": 0, "y": top, "width": shot.width, "height": shot.high}
    file = FOLDER / f"{shot.name}.{'jpg' if shot.fine else 'png'}"
    form = {"type": "jpeg", "quality": 62} if shot.fine else {}
    page.screenshot(path=file, full_page=True, clip=clip, **form)  # type: ignore[arg-type]
    page.context.close()
    size = file.stat().st_size
    print(f"{file.name}: {size:,} bytes")
    return size


@contextmanager
def _browsing() -> Iterator[Callable[[int, bool], Page]]:
    """A browser; what it gives opens a page of some width in light or dark."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        sys.exit("no chromium was found: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])

        def look(width: int, dark: bool) -> Page:
            scheme: Literal["dark", "light"] = "dark" if dark else "light"
            return browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme).new_page()

        yield look
        browser.close()


@contextmanager
def _serving(store: Path | None) -> Iterator[str]:
    """The pages on a free port of this machine."""
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    running = uvicorn.Server(uvicorn.Config(create_app(Settings(port=port, store=store)), log_level="critical"))
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    until = time.monotonic() + 60
    while not running.started and time.monotonic() < until:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    running.should_exit = True
    thread.join(10)
    listening.close()


if __name__ == "__main__":
    raise SystemExit(main())
