"""Whole imports into a ledger: archives, folders, damage, the same file again, and the command."""

import gzip
import json
import zipfile

import pytest
from foreign_files import gdelt, mention, polecat, put

from dragoman.cli.app import app
from dragoman.errors import InputError
from dragoman.exchange.contracts import POLECAT
from dragoman.exchange.importing import import_into
from dragoman.ledger import Ledger

HEADER = "\t".join(POLECAT)


def rows_of(ledger, query):
    with Ledger.open(ledger) as book:
        return book.sql(query).to_pylist()


def everything(ledger):
    return [
        rows_of(ledger, f"FROM {t} ORDER BY ALL") for t in ("events", "event_actors", "mentions", "left_out", "changes")
    ]


def test_a_folder_with_archives_and_files_that_do_not_belong(tmp_path):
    files, ledger, told = tmp_path / "in", tmp_path / "ledger", []
    files.mkdir()
    with zipfile.ZipFile(files / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("one.export.CSV", gdelt() + "\n" + gdelt(GLOBALEVENTID="2") + "\n1\t2\n")
        archive.writestr("two.export.CSV", gdelt(GLOBALEVENTID="3"))
    (files / "b.mentions.csv.gz").write_bytes(gzip.compress(mention().encode()))
    put(files / "c.txt", ["This is a note on the files."])
    (files / "d.csv.gz").write_bytes(gzip.compress((gdelt(GLOBALEVENTID="4") + "\n").encode() * 50_000)[:-4000])
    (files / "e.zip").write_bytes(b"PK\x03\x04 damaged")
    (files / "f.csv").write_bytes(b"")
    (files / ".hidden").write_bytes(b"junk")
    report = import_into(ledger, "gdelt", [files], progress=lambda *figures: told.append(figures))
    assert report.rows == report.stored + report.refused and report.stored >= 4
    assert {r["event_id"] for r in rows_of(ledger, "FROM events")} >= {"gdelt:1", "gdelt:2", "gdelt:3"}
    assert [r["event_id"] for r in rows_of(ledger, "FROM mentions")] == ["gdelt:1"]
    left = {(r["origin"].rpartition("/")[2], r["reason"]) for r in rows_of(ledger, "FROM left_out")}
    assert left >= {
        ("a.zip!one.export.CSV", "field-count"), ("c.txt", "unknown-layout"), ("d.csv.gz", "unreadable"),
        ("e.zip", "unreadable"),
    }  # fmt: skip
    assert told[-1][1] == told[-1][2] and "rows read" in str(report)
    with Ledger.open(ledger) as book:
        [run] = book.runs()
    assert run["status"] == "finished" and run["import"]["kind"] == "gdelt" and len(run["inputs"]) == 6
    assert sum(f["rows"] for f in run["import"]["files"]) == report.rows
    assert all(len(i["sha256"]) == 64 for i in run["inputs"])


def test_the_same_again_changes_nothing(tmp_path):
    ledger = tmp_path / "ledger"
    one = put(tmp_path / "one.txt", [HEADER, polecat(), polecat(Event_ID="e2"), polecat(Event_Date="x")])
    import_into(ledger, "polecat", [one])
    before = everything(ledger)
    again = import_into(ledger, "polecat", [one])
    assert again.rows == 0 and len(again.skipped) == 1 and everything(ledger) == before
    import_into(ledger, "polecat", [one], again=True)
    assert everything(ledger) == before
    other = put(
        tmp_path / "other.txt", [HEADER, polecat(), polecat(Event_ID="e2", Actor_Country="GHA"), polecat(Event_ID="e3")]
    )
    import_into(ledger, "polecat", [other])
    first, second = ({r["event_id"]: r for r in rows} for rows in (before[0], everything(ledger)[0]))
    assert second["polecat:e1"] == first["polecat:e1"]
    assert second["polecat:e2"]["first_run"] == first["polecat:e2"]["first_run"] != second["polecat:e2"]["last_run"]
    assert second["polecat:e3"]["first_run"] == second["polecat:e2"]["last_run"]
    assert rows_of(ledger, "SELECT count(*) AS n FROM event_actors") == [{"n": 6}]


def test_what_was_stored_before_an_interruption_is_kept(tmp_path):
    ledger, file = tmp_path / "ledger", put(tmp_path / "a.txt", [HEADER, polecat()])

    def stop(*_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_into(ledger, "polecat", [file, put(tmp_path / "b.txt", [HEADER, polecat(Event_ID="e2")])], progress=stop)
    assert [r["event_id"] for r in rows_of(ledger, "FROM events")] == ["polecat:e1"]
    report = import_into(ledger, "polecat", [file])
    assert report.stored == 1 and not report.skipped
    assert [r["status"] for r in rows_of(ledger, "FROM runs ORDER BY started")] == ["interrupted", "finished"]


def test_what_cannot_be_asked_for(tmp_path):
    with pytest.raises(InputError, match="polecat, gdelt"):
        import_into(tmp_path / "l", "ucdp", [tmp_path])
    with pytest.raises(InputError, match="no such file"):
        import_into(tmp_path / "l", "gdelt", [tmp_path / "none"])


def test_the_command_says_what_became_of_each_row(tmp_path, capsys):
    file = put(
        tmp_path / "a.txt", [HEADER, polecat(), polecat(Event_Type="TEA"), polecat(Event_ID="e3", Latitude="north")]
    )
    code = app(["import", "polecat", str(file), "--into", str(tmp_path / "l")], standalone_mode=False)
    said = capsys.readouterr().err
    assert code == 1 and "3 rows read, 2 stored, 1 refused" in said and "Latitude is no latitude" in said
    with pytest.raises(InputError, match="--into"):
        app(["import", "polecat", str(file)], standalone_mode=False)


def test_a_coded_ledger_takes_imported_events_beside_its_own(tmp_path):
    from ledger_for_import import coded_records

    ledger, records = tmp_path / "ledger", coded_records(tmp_path / "ledger")
    import_into(ledger, "jsonl", [put(tmp_path / "r.jsonl", [json.dumps(r) for r in records])])
    with Ledger.open(ledger) as book:
        found = {e["event_id"]: e for e in book.events()}
        assert len(book.mentions(f"jsonl:{records[0]['event_id']}")) == len(records[0]["mentions"])
    assert len(found) == 2 * len(records)
    for record in records:
        assert found[record["event_id"]] == record
        copy = found[f"jsonl:{record['event_id']}"]
        assert {**copy, "event_id": record["event_id"], "dataset": None} == {**record, "dataset": None}
