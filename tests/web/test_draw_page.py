"""/draw: intake with its refusals, a draw that verifies, files that are refused, nothing that is kept of an upload."""

from __future__ import annotations

import io
import json
import re
import shlex
import tempfile
import zipfile
from html import unescape

import pytest

from openh1b.selection.receipt import verify_draw
from openh1b.web.pages.draw_kept import MOST, Shelf

POOL = "beneficiary_id,selection_level,us_masters_or_higher\n" + "".join(
    f"u{k:02d},{k % 4 + 1},{'yes' if k % 3 else 'no'}\n" for k in range(20)
)
REGISTRATIONS = (
    "registration_id,beneficiary_id,employer,us_masters_or_higher,selection_level\n"
    "r1,p1,A,yes,2\nr2,p1,B,yes,1\nr3,p2,A,no,4\nr4,p3,C,no,3\nr5,p3,C,no,3\nr6,,D,no,2\n"
)
BAD = "<script>alert(1)</script>"


def csv(text, name="pool.csv"):
    return {"file": (name, text.encode() if isinstance(text, str) else text, "text/csv")}


def drawn(get, pool=POOL, **more):
    data = {
        "policy": "weighted-levels",
        "seed": "county fair",
        "season": "2026",
        "seats": "regular=4,advanced_degree=2",
    }
    return get("/draw/draw", "POST", data={**data, **more}, files=csv(pool))


def saved(get, page):
    return get(re.search(r'href="(/draw/saved/[^"]+)"', page.text)[1])


def test_the_page_says_that_it_is_no_official_selection(get):
    assert "not an official selection" in get("/draw").text


def test_a_draw_is_shown_and_its_archive_verifies(get, tmp_path):
    page = drawn(get)
    assert page.status_code == 200
    assert "6 of 20 selected under the seed county fair" in page.text
    with zipfile.ZipFile(io.BytesIO(saved(get, page).content)) as archive:
        archive.extractall(tmp_path)
        manifest = json.loads(archive.read("manifest.json"))
    assert manifest["seed"] == "county fair"
    assert verify_draw(tmp_path) == []


def test_the_title_says_what_came_of_it_and_a_seed_in_it_stays_text_and_short(get):
    def title(page):
        return re.search(r"<h1[^>]*>(.*?)</h1>", page.text, re.DOTALL)[1].strip()

    assert title(get("/draw")) == "Draw"
    assert title(drawn(get)) == "6 of 20 selected under seed county fair, in a simulation"
    assert "&lt;script&gt;" in title(drawn(get, seed=BAD))
    assert len(title(drawn(get, seed="x" * 200))) < 100
    taken = get("/draw/intake", "POST", data={"season": "2027"}, files=csv(REGISTRATIONS, "regs.csv"))
    assert title(taken).startswith("6 registrations taken in, 3 refused, 3 eligible")


def test_the_same_seed_gives_the_same_winners_and_another_gives_others(get):
    def winners(seed):
        return re.findall(r"<td>(u\d\d)</td>", drawn(get, seed=seed).text)

    assert winners("one") == winners("one") != winners("another")


def test_a_draw_can_be_checked_here_and_a_changed_one_does_not_verify(get):
    data = saved(get, drawn(get)).content
    assert "It verifies:" in get("/draw/verify", "POST", files={"file": ("d.zip", data, "application/zip")}).text
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(changed, "w") as after:
        for name in before.namelist():
            after.writestr(name, before.read(name).replace(b'"county fair"', b'"another seed"'))
    answer = get("/draw/verify", "POST", files={"file": ("d.zip", changed.getvalue(), "application/zip")})
    assert answer.status_code == 200
    assert "It does not verify" in answer.text


def test_refusals_come_with_their_reasons_and_the_pool_can_be_saved(get):
    page = get("/draw/intake", "POST", data={"season": "2027"}, files=csv(REGISTRATIONS, "regs.csv"))
    text = unescape(page.text)
    assert page.status_code == 200
    assert "6 registrations taken in, 3 refused, 3 eligible" in text
    assert "duplicate" in text
    assert "no_beneficiary" in text
    archive = zipfile.ZipFile(io.BytesIO(saved(get, page).content))
    assert {"units.csv", "refusals.csv", "counts.csv", "intake.json"} <= set(archive.namelist())


def test_every_fault_of_a_file_stands_beside_its_form(get):
    page = drawn(get, pool="beneficiary_id,selection_level,us_masters_or_higher\na,5,yes\na,1,perhaps\n")
    text = unescape(page.text)
    assert page.status_code == 422
    assert 'id="draw-faults"' in text
    assert "row 2" in text
    assert "column us_masters_or_higher" in text
    assert 'value="county fair"' in text  # what was typed is still there


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"seed": " "}, "seed"),
        ({"season": "twenty"}, "season"),
        ({"seats": "regular=many"}, "regular"),
        ({"policy": "weighted-level"}, "weighted-levels"),
        ({"policy": "law/policies/lottery.yaml"}, "names a file"),
        ({"columns": "selection_level"}, "ours=theirs"),
    ],
)
def test_a_field_that_cannot_be_used_is_named(get, more, said):
    page = drawn(get, **more)
    assert page.status_code == 422
    assert said in unescape(page.text)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("pool.parquet", b"PAR1" + bytes(200) + b"PAR1"),
        ("pool.xlsx", b"PK\x03\x04broken"),
        ("pool.csv", b"\xff\xfe\x00\x01"),
        ("empty.csv", b""),
    ],
)
def test_a_damaged_file_is_refused_and_the_server_goes_on(get, name, data):
    page = get("/draw/draw", "POST", data={"seed": "s"}, files={"file": (name, data)})
    assert page.status_code in {400, 422}
    assert 'id="draw-faults"' in page.text
    assert get("/draw").status_code == 200


def test_without_a_file_the_form_says_so(get):
    for form in ("intake", "draw", "verify"):
        page = get(f"/draw/{form}", "POST", data={"seed": "s"})
        assert page.status_code == 422
        assert "none was chosen" in page.text


def test_nothing_of_an_upload_is_left(get, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    drawn(get)
    drawn(get, pool="not,a\npool,at all\n")
    assert not list(tmp_path.iterdir())


def test_names_in_a_file_are_printed_and_not_run(get):
    page = drawn(get, pool=POOL.replace("u01", BAD.replace(",", "")), seats="regular=20,advanced_degree=0")
    assert BAD not in page.text
    assert "&lt;script&gt;" in page.text


def test_what_repeats_a_draw_can_be_pasted_into_a_shell_whatever_the_seed(get):
    page = unescape(drawn(get, seed="it's; rm -rf *").text)
    words = shlex.split(re.search(r"<code>(openh1b draw .*?)</code>", page)[1])
    assert words[words.index("--seed") + 1] == "it's; rm -rf *"


def test_nothing_can_be_sent_from_another_site(get):
    page = get("/draw/draw", "POST", data={"seed": "s"}, files=csv(POOL), headers={"origin": "http://example.org"})
    assert page.status_code == 403


def test_what_nobody_kept_is_gone(get):
    answer = get("/draw/saved/none-such")
    assert answer.status_code == 404
    assert "the same seed gives the same" in " ".join(unescape(answer.text).split())


def test_the_shelf_forgets_after_its_time_and_makes_room():
    shelf = Shelf(seconds=-1)
    assert shelf.take(shelf.keep("a", b"1")) is None
    shelf = Shelf()
    tokens = [shelf.keep(str(k), b"1") for k in range(MOST + 1)]
    assert shelf.take(tokens[0]) is None
    assert shelf.take(tokens[-1]).data == b"1"


@pytest.mark.parametrize("season", ["2026", "2027"])
def test_what_is_taken_in_can_be_drawn_from_with_the_rule_that_the_form_proposes(get, season):
    form = get("/draw").text
    assert re.search('<option value="current" selected>The law of the season</option>', form)
    text = REGISTRATIONS
    if season == "2026":
        text = "".join(f"{line.rpartition(',')[0]}\n" for line in REGISTRATIONS.splitlines())
    taken = saved(get, get("/draw/intake", "POST", data={"season": season}, files=csv(text)))
    with zipfile.ZipFile(io.BytesIO(taken.content)) as archive:
        pool = archive.read("units.csv").decode()
    asked = {"seed": "fair", "season": season, "seats": "regular=1,advanced_degree=1"}
    page = get("/draw/draw", "POST", data=asked, files=csv(pool))
    assert page.status_code == 200
    assert " selected under seed fair, in a simulation" in page.text
