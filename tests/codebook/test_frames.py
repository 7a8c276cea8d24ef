"""Frame files: a good row is read as written, a bad one is refused by file, line and field."""

from collections import Counter

import pytest

from dragoman.codebook import bundled_folder, load_codebook, read_frames
from dragoman.codebook.frames import load_classes, parse_condition
from dragoman.errors import DataError

BOOK = load_codebook()
HEADER = "trigger,pos,when,type,mode,actor,recipient,object,needs,strength,note"
GOOD = {
    "trigger": "call off|scrap", "pos": "verb", "when": "obj=@visit|meeting !subj~storm", "type": "REJECT", "mode": "meet",
    "actor": "subj|by", "recipient": "with", "object": "obj", "needs": "actor", "strength": "2", "note": "of a plan",
}  # fmt: skip
LEAST_FRAMES = 8


def write(folder, *rows, header=HEADER, classes="class,words\nvisit,visit|trip\n"):
    (folder / "classes.csv").write_text(classes, encoding="utf-8")
    (folder / "mine.csv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return folder


def row(**changes):
    return ",".join({**GOOD, **changes}.values())


def test_a_good_row(tmp_path):
    (frame,) = read_frames(write(tmp_path, row()), BOOK.modes)
    assert frame.frame_id == "mine:2"
    assert frame.triggers == ("call off", "scrap")
    assert (frame.pos, frame.event_type, frame.mode) == ("verb", "REJECT", "meet")
    assert (frame.actor, frame.recipient, frame.thing) == (("subj", "by"), ("with",), "obj")
    assert (frame.needs, frame.strength, frame.note) == ("actor", 2, "of a plan")
    kept, barred = frame.conditions
    assert (kept.slot, kept.words, kept.within, kept.negated) == (
        "obj",
        {"visit", "trip", "meeting"},
        False,
        False,
    )
    assert (barred.slot, barred.words, barred.within, barred.negated) == ("subj", {"storm"}, True, True)


def test_what_may_be_left_empty(tmp_path):
    bare = row(when="", mode="", actor="-", recipient="", object="", note="")
    (frame,) = read_frames(write(tmp_path, bare), BOOK.modes)
    assert (frame.conditions, frame.mode, frame.actor, frame.recipient, frame.thing, frame.note) == (
        (),
        None,
        (),
        (),
        None,
        "",
    )


def test_remarks_are_passed_over_and_lines_still_count(tmp_path):
    frames = read_frames(write(tmp_path, '"# refusals, plain",,,,,,,,,,', row(), "# more,,,,,,,,,,", row()), BOOK.modes)
    assert [f.frame_id for f in frames] == ["mine:3", "mine:5"]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"pos": "adverb"}, "pos must be one of verb, noun, adj, not 'adverb'"),
        ({"pos": ""}, "pos must be"),
        ({"type": "DEMAND"}, "type 'DEMAND' is not in the codebook"),
        ({"type": ""}, "type '' is not"),
        ({"mode": "visit"}, "REJECT has no mode 'visit'"),
        ({"type": "AID"}, "AID has no mode 'meet'"),
        ({"needs": "all"}, "needs must be one of both, actor, recipient, either, none, not 'all'"),
        ({"strength": "4"}, "strength must be 1, 2 or 3, not '4'"),
        ({"strength": ""}, "strength must be"),
        ({"when": "obj"}, "condition 'obj' is not SLOT=WORDS"),
        ({"when": "=visit"}, "condition '=visit' is not"),
        ({"when": "obj="}, "condition 'obj=' is not"),
        ({"when": "obj=@nowhere"}, "unknown word class @nowhere"),
    ],
)
def test_a_bad_row_is_refused_by_file_line_and_field(tmp_path, changes, says):
    with pytest.raises(DataError) as refusal:
        read_frames(write(tmp_path, row(), row(**changes)), BOOK.modes)
    assert str(refusal.value).startswith("mine:3 (call off|scrap): ")
    assert says in str(refusal.value)


def test_a_missing_column_is_named(tmp_path):
    header = HEADER.replace(",needs", "")
    with pytest.raises(DataError, match=r"mine:2 .*column\(s\) needs missing"):
        read_frames(write(tmp_path, "scrap,verb,,REJECT,meet,subj,,,2,", header=header), BOOK.modes)


@pytest.mark.parametrize("line", ["visit,", ",trip|visit"])
def test_an_empty_class_is_refused(tmp_path, line):
    with pytest.raises(DataError, match=r"classes\.csv:3: class and words must both be filled"):
        load_classes(write(tmp_path, classes=f"class,words\ntalk,talk\n{line}\n"))


def test_classes_may_hold_classes(tmp_path):
    folder = write(tmp_path, classes="class,words\nvisit,trip|@talk\ntalk,talk\ntalk,meeting\n")
    assert load_classes(folder) == {"visit": {"trip", "talk", "meeting"}, "talk": {"talk", "meeting"}}


def test_classes_in_a_circle_are_refused(tmp_path):
    with pytest.raises(DataError, match="circle"):
        load_classes(write(tmp_path, classes="class,words\na,@b\nb,@a\n"))


@pytest.mark.parametrize(
    ("text", "slot", "wants", "within", "negated"),
    [
        ("obj=*", "obj", "filled", False, False),
        ("!obj=*", "obj", "filled", False, True),
        ("with=ACTOR", "with", "actor", False, False),
        ("obj~visit|trip", "obj", "words", True, False),
    ],
)
def test_kinds_of_condition(text, slot, wants, within, negated):
    found = parse_condition(text, {})
    assert (found.slot, found.wants, found.within, found.negated) == (slot, wants, within, negated)


# The frames that the package brings


@pytest.fixture(scope="module")
def bundled():
    return read_frames(bundled_folder(), BOOK.modes)


def test_every_bundled_frame_has_a_trigger_and_a_name_of_its_own(bundled):
    assert all(f.triggers for f in bundled)
    assert len({f.frame_id for f in bundled}) == len(bundled)


@pytest.mark.parametrize("name", BOOK.types)
def test_every_type_is_evoked(bundled, name):
    counts = Counter(f.event_type for f in bundled)
    assert counts[name] >= LEAST_FRAMES


@pytest.mark.parametrize(("name", "mode"), [(t.name, m) for t in BOOK.types.values() for m in t.modes])
def test_every_mode_is_evoked(bundled, name, mode):
    assert any((f.event_type, f.mode) == (name, mode) for f in bundled)


# Known holes of the loader


def test_a_row_without_trigger_is_refused(tmp_path):
    with pytest.raises(DataError, match=r"mine:2.*trigger"):
        read_frames(write(tmp_path, row(trigger="")), BOOK.modes)


def test_an_unknown_class_in_a_class_is_refused_by_file(tmp_path):
    with pytest.raises(DataError, match=r"classes\.csv.*@nowhere"):
        load_classes(write(tmp_path, classes="class,words\nvisit,@nowhere\n"))


def test_a_class_file_without_its_columns_is_refused(tmp_path):
    with pytest.raises(DataError, match=r"classes\.csv.*words"):
        load_classes(write(tmp_path, classes="class,lemmas\nvisit,trip\n"))
