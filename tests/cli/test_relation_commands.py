"""The commands on relations, as a person types them."""

import csv
import io
import json
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dragoman.cli.app import app

sys.path.insert(0, str(Path(__file__).parents[1] / "relations"))
from relation_samples import fill, noise, weekly


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    rows = weekly("RUS", "UKR", "ASSAULT", [*noise(1, 1, 40), *noise(2, 6, 40)])
    return fill(tmp_path_factory.mktemp("commands") / "l", [*rows, *weekly("RUS", "CHN", "AID", [1] * 80)]).path


def ran(*args):
    done = CliRunner().invoke(app, [str(a) for a in args])
    assert done.exit_code == 0, done.output
    return done.stdout


def test_relation(ledger):
    assert "RUS -> UKR" in ran("relation", "RUS", "UKR", "--ledger", ledger)
    record = json.loads(ran("relation", "RUS", "UKR", "--ledger", ledger, "--format", "jsonl"))
    assert record["turning_points"]["points"][0]["direction"] == "rise"
    rows = list(csv.DictReader(io.StringIO(ran("relation", "RUS", "UKR", "--ledger", ledger, "--format", "csv"))))
    assert len(rows) == 3 * 80 and sum(int(r["conflict"]) for r in rows if r["directed"] == "False") > 200


def test_what_changed(ledger):
    asked = ("--before", "2020-01-06", "2020-06-30", "--after", "2020-11-01", "2021-05-01", "--ledger", ledger)
    told = " ".join(ran("relation", "RUS", "UKR", *asked).split())
    assert "Conflict from Russia to Ukraine rose" in told
    rows = list(csv.DictReader(io.StringIO(ran("relation", "RUS", "UKR", *asked, "--format", "csv"))))
    assert {r["what"] for r in rows if r["kind"] == "assault"} == {"rose"}


def test_network(ledger, tmp_path):
    rows = list(csv.DictReader(io.StringIO(ran("network", "--ledger", ledger, "--format", "csv"))))
    assert {(r["source"], r["target"]) for r in rows} == {("RUS", "UKR"), ("RUS", "CHN")}
    assert "3 actors" in ran("network", "--ledger", ledger, "--gexf", tmp_path / "n.gexf")
    assert (tmp_path / "n.gexf").read_text(encoding="utf-8").startswith("<?xml")


def test_agreements_and_alliances(ledger):
    for command in (("agreements",), ("agreements", "RUS", "UKR"), ("alliances", "--on", "2020-05-01")):
        assert ran(*command, "--ledger", ledger, "--format", "jsonl") == ""
        assert ran(*command, "--ledger", ledger)


def test_one_of_two_stretches_is_no_comparison(ledger):
    done = CliRunner().invoke(
        app, ["relation", "RUS", "UKR", "--before", "2020-01-06", "2020-06-30", "--ledger", str(ledger)]
    )
    assert done.exit_code != 0 and "--after" in str(done.exception)
