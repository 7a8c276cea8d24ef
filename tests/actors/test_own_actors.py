"""A user's own actors: files are validated row by row, change what the coder resolves, and are told in the manifest."""

import datetime as dt
import json

import pytest

from dragoman.actors import load_gazetteer
from dragoman.actors.additions import faults, gazetteer_with, read_additions, read_rows_of
from dragoman.api import changed_events, code_into
from dragoman.coding import Coder
from dragoman.errors import DataError, InputError
from dragoman.evaluate.sentencewise import as_article
from dragoman.ledger import Ledger

HEADER = "action,kind,entity_id,name,aliases,short,country,sector,office,start,end\n"
TEXT = "Fighters of the Karvan Front attacked an army post near Kabul on Monday, killing nine soldiers."


@pytest.fixture
def own(tmp_path):
    def write(*rows, name="actors.csv"):
        path = tmp_path / name
        path.write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize(
    ("row", "field", "remedy"),
    [
        ("add,person,,John Doe,,,UK,GOV,minister,2010,", "country", "alpha-3"),
        ("add,person,,John Doe,,,GBR,XXX,minister,2010,", "sector", "GOV"),
        ("add,person,,John Doe,,,GBR,GOV,minister,2010,2009", "end", "mend"),
        ("add,person,,John Doe,,,GBR,GOV,minister,May 2010,", "start", "YYYY"),
        ("drop,person,,John Doe,,,GBR,GOV,,,", "action", "override"),
        ("add,country,,John Doe,,,GBR,GOV,,,", "kind", "person"),
        ("add,person,,,,,GBR,GOV,,,", "name", "letter"),
        ("retire,person,,Nobody Whosoever,,,,,,,", "name", "spelling"),
    ],
)
def test_a_wrong_row_is_told_with_line_field_and_remedy(own, row, field, remedy):
    (fault,) = faults(read_rows_of(own("add,person,,Right Person,,,USA,GOV,senator,2001,", row)))
    assert (fault.place, fault.field) == ("actors.csv:3", field)
    assert remedy in fault.remedy and "actors.csv:3" in str(fault)


def test_one_name_for_two_actors_is_refused(own):
    path = own("add,person,own:a,Ann Doe,A. Doe,,USA,GOV,,,", "add,person,own:b,Bob Doe,A. Doe,,USA,GOV,,,")
    (fault,) = faults(read_rows_of(path))
    assert fault.field == "name" and "actors.csv:2" in fault.message


def test_wrong_rows_are_refused_when_coding(own):
    with pytest.raises(DataError, match=r"actors\.csv:2: country"):
        read_additions([own("add,person,,John Doe,,,UK,GOV,,,")])


def test_another_encoding_is_refused_with_its_line(tmp_path):
    path = tmp_path / "actors.csv"
    path.write_bytes((HEADER + "add,person,,José,,,PRT,GOV,,,\n").encode("latin-1"))
    with pytest.raises(DataError, match=r"actors\.csv:2: byte 0xe9 is not UTF-8; save the file as UTF-8"):
        read_rows_of(path)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        gazetteer_with([tmp_path / "none.csv"])


def test_toml_says_the_same_as_csv(own, tmp_path):
    path = tmp_path / "actors.toml"
    path.write_text('[[actor]]\nname = "Ann Doe"\naliases = ["A. Doe"]\ncountry = "USA"\nsector = "LEG"\n', "utf-8")
    table = read_additions([own("add,person,,Ann Doe,A. Doe,,USA,LEG,,,")])
    told = read_additions([path])
    assert [(n, e.name, e.country, e.sector) for n, e in told.pairs] == [
        (n, e.name, e.country, e.sector) for n, e in table.pairs
    ]


def test_added_overridden_retired(own):
    path = own(
        "add,organisation,,Karvan Front,KFT,,AFG,REB,,1999,",
        "override,person,,Angela Merkel,,Merkel,DEU,ELI,elder,2000,",
        "retire,organisation,,Boko Haram,,,,,,,",
    )
    changed = gazetteer_with([path])
    assert [(e.country, e.sector) for e in changed.lookup("KFT")] == [("AFG", "REB")]
    assert {e.office for e in changed.lookup("Angela Merkel")} == {"elder"}
    assert load_gazetteer().lookup("Boko Haram") and not changed.lookup("Boko Haram")
    assert changed.lookup("Emmanuel Macron") == load_gazetteer().lookup("Emmanuel Macron")


def test_own_actors_are_coded_with_their_row(own):
    coder = Coder(actors=[own("add,organisation,,Karvan Front,,,AFG,REB,,1999,")])
    events = coder.code_one(as_article(TEXT, dt.date(2010, 5, 4))).events
    actors = [a for e in events for a in e.actors]
    assert any(a.country == "AFG" and a.sector == "REB" and "actors.csv:2" in a.why for a in actors), actors


def test_file_in_the_ledgers_folder_counts_and_stands_in_the_manifest(own, tmp_path):
    ledger = tmp_path / "ledger"
    ledger.mkdir()
    own("add,organisation,,Karvan Front,,,AFG,REB,,1999,").rename(ledger / "actors.csv")
    source = tmp_path / "news.jsonl"
    source.write_text(json.dumps({"text": TEXT * 3, "date": "2010-05-04"}) + "\n", "utf-8")
    code_into(ledger, [source])
    with Ledger.open(ledger) as book:
        (run,) = book.runs()
        names = book.sql("SELECT DISTINCT why FROM event_actors").to_pylist()
    assert list(run["config"]["actors"]) == [str(ledger / "actors.csv")]
    assert any("actors.csv:2" in row["why"] for row in names)


def test_diff_names_the_events_that_would_change(own, tmp_path):
    source, ledger = tmp_path / "news.jsonl", tmp_path / "ledger"
    other = "The Taliban attacked an army post near Kabul on Monday, killing nine soldiers, officials said. " * 2
    lines = [{"text": t, "date": "2010-05-04"} for t in (TEXT * 3, other)]
    source.write_text("".join(json.dumps(x) + "\n" for x in lines), "utf-8")
    code_into(ledger, [source])
    changes = list(changed_events(ledger, [own("add,organisation,,Karvan Front,,,AFG,REB,,1999,")]))
    assert changes and {c.text for c in changes} <= {TEXT}
    assert all(c.before != c.after for c in changes)
