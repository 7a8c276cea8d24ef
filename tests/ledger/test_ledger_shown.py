"""``dragoman show`` and ``dragoman search`` over a ledger of coded and imported events."""

import csv
import io
import json

import pytest
from imported_samples import tables
from ledger_samples import coded, event

from dragoman.cli.app import app
from dragoman.errors import InputError
from dragoman.ledger import Ledger

EVENTS = [
    {"kind": "ACCUSE", "who": ["USA"], "whom": ["RUS"], "day": "2020-01-03"},
    {"kind": "CONSULT", "who": ["RUS"], "whom": ["PRK"], "day": "2020-02-05"},
    {
        "kind": "THREATEN",
        "who": ["USA"],
        "whom": ["PRK"],
        "day": "2020-02-09",
        "status": "possible",
        "confidence": None,
    },
]


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("shown") / "l"
    with Ledger.create_or_open(path).write() as writer:
        writer.add(coded(1, events=[event(1)]))
        writer.add_imported("polecat", tables("polecat", *EVENTS))
    return path


@pytest.fixture
def dragoman(path, capsys):
    def run(command, *args):
        assert app([command, *args, "--ledger", str(path)], standalone_mode=False) == 0
        return capsys.readouterr().out

    return run


def ids(text):
    return [json.loads(line)["event_id"] for line in text.splitlines()]


@pytest.mark.parametrize(
    ("args", "numbers"),
    [
        (["USA"], [0, 2]),
        (["PRK", "USA"], [2]),
        (["--actor", "USA", "--status", "occurred"], [0]),
        (["--recipient", "PRK", "--dataset", "polecat"], [1, 2]),
        (["--quad", "3", "--sort", "-date"], [2, 0]),
        (["--type", "consult", "--type", "accuse", "--to", "2020-12-31"], [0, 1]),
        (["--min-confidence", "0.85", "--dataset", "polecat", "--limit", "1"], [0]),
    ],
)
def test_show_filters(dragoman, args, numbers):
    assert ids(dragoman("show", *args, "--format", "jsonl")) == [f"polecat:{n}" for n in numbers]


def test_show_finds_by_words_source_and_place(dragoman):
    assert (
        len(
            ids(
                dragoman(
                    "show", "--search", "visited", "--said-by", "officials", "--country", "PRK", "--format", "jsonl"
                )
            )
        )
        == 1
    )
    assert dragoman("show", "--search", "visited", "--place", "Seoul", "--format", "jsonl") == ""


def test_imported_events_show_in_a_table_and_in_csv(dragoman):
    assert "THREATEN" in dragoman("show", "USA", "PRK")
    rows = list(csv.DictReader(io.StringIO(dragoman("show", "USA", "--format", "csv"))))
    assert [r["recipient_country"] for r in rows] == ["RUS", "PRK"] and rows[0]["text"] == ""


def test_a_panel_is_printed(dragoman):
    asked = ["show", "RUS", "PRK", "--panel", "dyad_month", "--dataset", "polecat"]
    rows = list(csv.DictReader(io.StringIO(dragoman(*asked, "--format", "csv"))))
    assert [(r["source"], r["period"], r["events"]) for r in rows] == [
        ("PRK", "2020-01-01", "0"), ("PRK", "2020-02-01", "1"), ("RUS", "2020-01-01", "0"), ("RUS", "2020-02-01", "1"),
    ]  # fmt: skip
    table = dragoman(*asked, "--undirected", "--by", "type", "--no-zeros")
    assert "consult" in table and "2020-02-01" in table and "2020-01-01" not in table
    lines = dragoman(
        "show",
        "USA",
        "--panel",
        "country_year",
        "--dataset",
        "polecat",
        "--by",
        "none",
        "--apart",
        "possible",
        "--format",
        "jsonl",
    )
    assert [(r["role"], r["events"], r["possible"]) for r in map(json.loads, lines.splitlines())] == [
        ("actor", 1, 1),
        ("recipient", 0, 0),
    ]
    assert {
        json.loads(line)["source"]
        for line in dragoman(
            "show", "USA", "--panel", "dyad_year", "--dataset", "polecat", "--format", "jsonl"
        ).splitlines()
    } == {"USA", "RUS"}


def test_search_prints_sentences(dragoman):
    assert "visited" in dragoman("search", "visited AND car")
    [found] = map(json.loads, dragoman("search", "car", "--format", "jsonl").splitlines())
    assert found["events"][0]["event_type"] == "CONSULT" and found["text"][slice(*found["hits"][0])] == "car"
    [row] = csv.DictReader(io.StringIO(dragoman("search", "car", "--format", "csv")))
    assert row["event_ids"] == found["events"][0]["event_id"] and row["published"] == "2024-09-09"
    assert dragoman("search", "car", "--from", "2024-10-01", "--format", "jsonl") == ""


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["show", "A", "B", "C"], "no more than two actors"),
        (["show", "--from", "June"], "'June' is no date"),
        (["show", "--panel", "dyad_month"], "dragoman, polecat may each tell"),
        (["show", "--panel", "month", "--dataset", "polecat"], "unit: 'month'"),
        (["search", '"car'], "cannot be read"),
        (["search", "car", "--format", "xml"], "xml"),
    ],
)
def test_wrong_questions_are_refused(path, args, said):
    with pytest.raises(InputError, match=said):
        app([*args, "--ledger", str(path)], standalone_mode=False)
