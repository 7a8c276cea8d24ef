"""The codebook says the same of every type, mode and code; the crosswalk leads where a reader expects."""

import csv
import doctest
from importlib.resources import files
from pathlib import Path

import pytest

from dragoman.codebook import load_codebook
from dragoman.errors import NotFoundError

BOOK = load_codebook()
DOCS = Path(__file__).parents[2] / "docs" / "codebook.md"
TYPES = {
    "AGREE": 1, "CONSULT": 1, "SUPPORT": 1, "CONCEDE": 1, "COOPERATE": 2, "AID": 2, "RETREAT": 2, "REQUEST": 3,
    "ACCUSE": 3, "REJECT": 3, "THREATEN": 3, "PROTEST": 4, "SANCTION": 4, "MOBILIZE": 4, "COERCE": 4, "ASSAULT": 4,
}  # fmt: skip
MODES = [(t.name, m) for t in BOOK.types.values() for m in t.modes]


def test_the_sixteen_types_and_their_quads():
    assert {t.name: t.quad for t in BOOK.types.values()} == TYPES


@pytest.mark.parametrize("name", TYPES)
def test_a_type_is_defined_shown_and_told_apart(name):
    entry = BOOK.type(name)
    assert entry.definition and entry.examples and all(entry.examples) and entry.apart
    assert -10 <= entry.score <= 10
    assert (entry.score < 0) == (entry.quad in (3, 4)) or entry.score == 0


@pytest.mark.parametrize(("name", "mode"), MODES)
def test_a_mode_is_defined_and_scored_like_its_type(name, mode):
    entry = BOOK.type(name).modes[mode]
    assert entry.definition
    assert -10 <= BOOK.intensity(name, mode) <= 10
    if name != "REQUEST":  # PLOVER scores it about zero
        assert BOOK.intensity(name, mode) * BOOK.type(name).score > 0


def test_contradictions_of_the_public_codebook_are_settled():
    assert BOOK.quad("SANCTION") == 4
    assert BOOK.type("ACCUSE").score < 0
    assert (BOOK.quad("CONCEDE"), BOOK.quad("RETREAT")) == (1, 2)
    assert "DEMAND" not in BOOK.types
    assert {"disapprove", "investigate"} <= set(BOOK.type("ACCUSE").modes)
    assert BOOK.intensity("PROTEST", "vandalize") == BOOK.type("PROTEST").score


@pytest.mark.parametrize(
    "word", ["SANCTION", "ACCUSE", "CONCEDE", "REQUEST", "DISAPPROVE", "vandalize", "treaty", "missile"]
)
def test_a_decision_is_recorded_with_its_reason(word):
    found = [d for d in BOOK.decisions if word in d.question]
    assert found and all(d.decision and d.reason for d in found)


def test_contexts_and_sectors_are_defined():
    assert all(c.definition and c.words for c in BOOK.contexts.values())
    assert all(BOOK.sectors.values())


def test_an_unknown_type_is_refused_by_name():
    assert BOOK.type("threaten").name == "THREATEN"
    with pytest.raises(NotFoundError, match=r"DEMAND.*AGREE"):
        BOOK.type("DEMAND")


def test_intensity_is_the_modes_else_the_types():
    assert BOOK.intensity("CONSULT", "visit") == 4.0
    assert BOOK.intensity("CONSULT", None) == 2.5


# The crosswalk


def test_every_cameo_code_is_complete_and_written_once():
    text = (files("dragoman.codebook") / "data" / "cameo.csv").read_text(encoding="utf-8")
    codes = [row["code"] for row in csv.DictReader(text.splitlines())]
    assert len(codes) == len(set(codes)) == len(BOOK.cameo_codes) == 256
    assert all(3 <= len(code) <= 4 and code.isdigit() for code in codes)
    labels = [c.label for c in BOOK.cameo_codes.values()]
    assert all(labels) and len(set(labels)) == len(labels)


@pytest.mark.parametrize("code", BOOK.cameo_codes.values(), ids=lambda c: c.code)
def test_a_cameo_code_leads_into_the_codebook(code):
    assert code.event_type in BOOK.types
    assert set(code.modes) <= set(BOOK.type(code.event_type).modes)
    assert code.contexts <= set(BOOK.contexts)
    assert code.goldstein is None or -10 <= code.goldstein <= 10


def test_only_one_goldstein_score_is_unknown():
    assert [c.code for c in BOOK.cameo_codes.values() if c.goldstein is None] == ["1214"]


@pytest.mark.parametrize(
    ("event_type", "mode", "contexts", "code"),
    [
        ("AGREE", None, [], "030"),
        ("AGREE", None, ["diplomatic"], "030"),
        ("AGREE", None, ["diplomatic", "economic"], "0311"),
        ("AGREE", None, ["peacekeeping", "military"], "0356"),
        ("CONSULT", "visit", ["diplomatic"], "042"),
        ("CONSULT", "phone", [], "041"),
        ("CONSULT", "third-party", [], "044"),
        ("CONSULT", "multilateral", ["diplomatic"], "040"),
        ("SUPPORT", None, ["diplomatic"], "050"),
        ("CONCEDE", None, [], "080"),
        ("COOPERATE", None, ["military"], "062"),
        ("AID", None, ["military"], "072"),
        ("AID", None, ["military", "economic"], "072"),
        ("AID", None, ["economic", "military"], "071"),
        ("AID", None, ["human_security"], "073"),
        ("AID", None, ["asylum"], "075"),
        ("RETREAT", "release", [], "0841"),
        ("RETREAT", "withdraw", ["military"], "0874"),
        ("RETREAT", "ceasefire", [], "0871"),
        ("RETREAT", "access", ["peacekeeping"], "0861"),
        ("RETREAT", "resign", [], "0831"),
        ("RETREAT", None, ["economic"], "085"),
        ("REQUEST", None, [], "100"),
        ("REQUEST", "yield", [], "105"),
        ("REQUEST", "yield", ["military"], "1056"),
        ("REQUEST", "meet", ["diplomatic"], "106"),
        ("ACCUSE", None, [], "110"),
        ("ACCUSE", "disapprove", ["diplomatic"], "111"),
        ("ACCUSE", "investigate", [], "090"),
        ("ACCUSE", "allege", [], "112"),
        ("ACCUSE", "allege", ["legal"], "115"),
        ("ACCUSE", "allege", ["human_rights"], "1122"),
        ("REJECT", None, [], "120"),
        ("REJECT", "yield", [], "124"),
        ("REJECT", "meet", [], "125"),
        ("THREATEN", None, [], "130"),
        ("THREATEN", "restrict", ["economic"], "1312"),
        ("THREATEN", "relations", [], "1313"),
        ("THREATEN", "violence", ["military"], "138"),
        ("THREATEN", "violence", ["cbrn"], "1385"),
        ("PROTEST", "demo", ["executive"], "141"),
        ("PROTEST", "demo", ["rights_freedoms"], "1413"),
        ("PROTEST", "strike", [], "143"),
        ("PROTEST", "boycott", [], "143"),
        ("SANCTION", None, [], "160"),
        ("SANCTION", "discontinue", ["economic"], "163"),
        ("SANCTION", "discontinue", ["military"], "1622"),
        ("SANCTION", "withdraw", ["diplomatic"], "161"),
        ("SANCTION", "expel", ["diplomatic"], "166"),
        ("SANCTION", "convict", ["legal"], "116"),
        ("MOBILIZE", "troops", ["military"], "154"),
        ("MOBILIZE", "police", [], "153"),
        ("MOBILIZE", "weapons", ["military"], "150"),
        ("COERCE", "arrest", ["legal"], "173"),
        ("COERCE", "deport", [], "174"),
        ("COERCE", "censor", [], "1721"),
        ("COERCE", "restrict", [], "172"),
        ("COERCE", "curfew", [], "1723"),
        ("COERCE", "martial-law", [], "1724"),
        ("COERCE", "seize", [], "171"),
        ("COERCE", "seize", ["military"], "192"),
        ("ASSAULT", None, [], "180"),
        ("ASSAULT", None, ["military"], "190"),
        ("ASSAULT", None, ["religion_ethnicity"], "180"),
        ("ASSAULT", "abduct", [], "181"),
        ("ASSAULT", "torture", [], "1822"),
        ("ASSAULT", "sexual", [], "1821"),
        ("ASSAULT", "targeted", ["religion_ethnicity"], "186"),
        ("ASSAULT", "destroy", [], "1712"),
        ("ASSAULT", "suicide-attack", [], "1831"),
        ("ASSAULT", "firearms", [], "193"),
        ("ASSAULT", "heavy-weapons", [], "194"),
        ("ASSAULT", "aerial", ["military"], "195"),
        ("ASSAULT", "drone", [], "195"),
        ("ASSAULT", "crowd-control", [], "175"),
        ("ASSAULT", "unconventional", [], "204"),
    ],
)
def test_nearest_cameo_code(event_type, mode, contexts, code):
    assert BOOK.cameo(event_type, mode, contexts) == (code, BOOK.cameo_codes[code].goldstein)


@pytest.mark.parametrize(("name", "mode"), [*MODES, *((name, None) for name in TYPES)])
def test_a_code_of_another_mode_is_never_given(name, mode):
    """Whatever the contexts: a code says this mode or leaves it open."""
    for contexts in ([], ["diplomatic", "executive"], list(BOOK.contexts)):
        code, _ = BOOK.cameo(name, mode, contexts)
        assert not BOOK.cameo_codes[code].modes or mode in BOOK.cameo_codes[code].modes


def test_an_unknown_type_has_no_cameo_code():
    assert BOOK.cameo("DEMAND", None) is None


# The page


@pytest.mark.parametrize("word", [*TYPES, *(f"`{mode}`" for _, mode in MODES)])
def test_the_page_names_every_type_and_mode(word):
    assert word in DOCS.read_text(encoding="utf-8")


def test_the_page_names_every_decision():
    page = DOCS.read_text(encoding="utf-8")
    assert all(d.decision in page for d in BOOK.decisions)


def test_the_page_gives_each_type_its_quad_and_score():
    page = DOCS.read_text(encoding="utf-8")
    assert all(f"| {t.name} | {t.quad} | {t.score:+.1f} |" in page for t in BOOK.types.values())


def test_the_examples_of_the_page_run():
    assert doctest.testfile(str(DOCS), module_relative=False).failed == 0
