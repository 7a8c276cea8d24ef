"""A dataset answers every question as the ledger does that holds the same articles."""

import json
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow.dataset as ds
import pytest
from ledger_samples import TEXT, coded, event, left_out

from dragoman.errors import InputError, LedgerError
from dragoman.ledger import Ledger, doctor, merge_events, vacuum
from dragoman.ledger.tables import table_names
from dragoman.scaling.folder import writing_dataset
from dragoman.scaling.partitions import Partition
from dragoman.scaling.parts import part_of
from dragoman.scaling.recipe import Recipe

RECIPE = Recipe("made up", "none")
OF_THE_RUN = {"run_id", "batch", "first_run", "last_run", "arrival"}
# Of a run, or what a ledger keeps to go on merging by.
UNLIKE = {"runs", "batches", "meta", "blocks", "bands", "changes", "former", "revisions"}
LATER = TEXT + " It was denied."


@dataclass(frozen=True)
class Document:
    origin: str = "news.jsonl"
    record: str = "line 1"


def partition(number):
    return Partition(f"part{number}", "0" * 64, number, (Document(),) * 3)


def store(dataset, number, results):
    dataset.list_partition(dataset.store(part_of(partition(number), results, RECIPE.run_id, 1.0)))


def undated(number):
    one = coded(number)
    return replace(one, article=replace(one.article, published=None))


# Article 3 is told again in the same words, article 1 in others; of the left-out documents one is coded later.
RESULTS = {
    1: [coded(1), coded(2), left_out(1), replace(left_out(2), record="4")],
    2: [coded(3), undated(5)],
    3: [coded(1, LATER, [event(1, key="new", event_type="AGREE")]), coded(3), coded(4, events=[])],
}


def content(ledger):
    found = {}
    for table in set(table_names()) - UNLIKE:
        rows = [{k: v for k, v in row.items() if k not in OF_THE_RUN} for row in ledger.arrow(table).to_pylist()]
        found[table] = sorted(map(repr, rows))
    return found


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    root = tmp_path_factory.mktemp("it's data") / "dataset"
    with writing_dataset(root, RECIPE, ["news.jsonl"]) as dataset:
        for number, results in RESULTS.items():
            store(dataset, number, results)
    return root


@pytest.fixture
def dataset(root):
    with Ledger.open(root) as ledger:
        yield ledger


def test_it_holds_what_the_ledger_holds(dataset, tmp_path):
    with Ledger.create_or_open(tmp_path / "ledger").write() as writer:
        for results in RESULTS.values():
            for result in results:
                writer.add(result) if hasattr(result, "article") else writer.leave_out(result)
    with Ledger.open(tmp_path / "ledger") as ledger:
        expected = content(ledger)
    found = content(dataset)
    for table in expected:
        assert found[table] == expected[table], table
    assert len(found["articles"]) == 5 and len(found["left_out"]) == 1


def test_it_answers_questions(dataset):
    assert dataset.snapshot is None and not dataset.refresh()
    assert [e["event_id"] for e in dataset.events(between=("RUS", "PRK"), article_id="a000001")] == ["e000001new"]
    assert dataset.article("a000005")["published"] is None
    assert dataset.counts()["articles"] == 5 and dataset.counts()["batches"] == 3
    assert [r["status"] for r in dataset.runs()] == ["finished"]
    assert {r.reason for r in dataset.left_out()} == {"language"}


@pytest.mark.parametrize(
    "query",
    [
        "DELETE FROM events", "DROP VIEW events", "CREATE TABLE x (a INTEGER)", "UPDATE batches SET batch = 'x'",
        "COPY (SELECT 1) TO '{root}/x.csv'", "COPY events TO '/tmp/dragoman-events.csv'", "ATTACH '{root}/x.duckdb'",
        "SET enable_external_access = true", "FROM read_text('/etc/hostname')", "FROM read_csv('{root}/../../../etc/passwd')",
        "SELEC", "", "FROM nothing", "INSTALL httpfs", "SELECT 1; DELETE FROM batches",
    ],
)  # fmt: skip
def test_sql_can_only_read_the_dataset(dataset, root, query):
    with pytest.raises(InputError, match="query"):
        dataset.sql(query.format(root=str(root).replace("'", "''")))
    assert dataset.counts()["articles"] == 5 and not list(root.glob("x.*"))


def test_only_the_engine_writes_to_it(root):
    with pytest.raises(LedgerError, match="--engine ray"):
        Ledger.create_or_open(root)
    with pytest.raises(LedgerError, match="--engine ray"), Ledger(root).write():
        pass
    with pytest.raises(LedgerError, match="--engine ray"):
        merge_events(Ledger(root), ["e000002", "e000003"])
    with pytest.raises(LedgerError, match="--engine ray"):
        vacuum(root)
    assert not (root / "batches").exists()


def test_other_programs_read_its_months(root):
    articles = ds.dataset(root / "articles", partitioning="hive").to_table().to_pylist()
    months = {((a["published"].year, a["published"].month) if a["published"] else (None, None)) for a in articles}
    assert months == {(a["year"], a["month"]) for a in articles} and len(months) > 1


def test_what_is_not_listed_is_not_seen(tmp_path):
    with writing_dataset(tmp_path / "d", RECIPE, []) as dataset:
        store(dataset, 1, RESULTS[1])
        dataset.store(part_of(partition(2), RESULTS[2], RECIPE.run_id, 1.0))
    with Ledger.open(tmp_path / "d") as ledger:
        assert ledger.counts()["articles"] == 2


def test_an_empty_dataset_has_all_tables(tmp_path):
    with writing_dataset(tmp_path / "d", RECIPE, []):
        pass
    with Ledger.open(tmp_path / "d") as ledger:
        assert set(ledger.counts().values()) == {0, 1}  # one run
        assert ledger.arrow("actors").num_rows == 0


def broken_manifest(root):
    (root / "dataset.json").write_text("{")


def newer_manifest(root):
    manifest = json.loads((root / "dataset.json").read_text())
    (root / "dataset.json").write_text(json.dumps({**manifest, "format": 99}))


def cut_file(root):
    path = next(root.glob("events/*/*/*.parquet"))
    path.write_bytes(path.read_bytes()[:-20])


@pytest.mark.parametrize(
    ("damage", "said"), [(broken_manifest, "cannot be read"), (newer_manifest, "Upgrade"), (cut_file, "--engine ray")]
)
def test_damage_is_named_with_its_remedy(tmp_path, damage, said):
    with writing_dataset(tmp_path / "d", RECIPE, []) as dataset:
        store(dataset, 1, RESULTS[1])
    damage(tmp_path / "d")
    with pytest.raises(LedgerError, match=said), Ledger.open(tmp_path / "d") as ledger:
        ledger.events()


def test_doctor_names_damaged_partitions(root, tmp_path):
    assert [f for f in doctor(root) if f.level == "error"] == []
    with writing_dataset(tmp_path / "d", RECIPE, []) as dataset:
        store(dataset, 1, RESULTS[1])
        store(dataset, 2, RESULTS[2])
    next(Path(tmp_path / "d").glob("events/*/*/part2.parquet")).unlink()
    [finding] = [f for f in doctor(tmp_path / "d") if f.level == "error"]
    assert finding.code == "damaged-partition" and "part2" in finding.message and "--engine ray" in finding.remedy
