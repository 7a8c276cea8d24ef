"""What a run stores is found by the next one, whole; what is damaged is not."""

import json
from pathlib import Path

import pytest

from dragoman.articles.raw import Raw
from dragoman.errors import LedgerError, LedgerLocked
from dragoman.records import Article, Block, CodedArticle, LeftOut
from dragoman.scaling.folder import writing_dataset
from dragoman.scaling.partitions import partitions
from dragoman.scaling.parts import distinct, part_of
from dragoman.scaling.recipe import Recipe

RECIPE = Recipe("made up", "none")


def coded(number, text="A car came."):
    return CodedArticle(Article(f"a{number}", f"h{text}", text, (Block(0, len(text), "paragraph"),)), (), (), ())


def cut(count=6, size=3, first=1):
    return list(
        partitions([Raw("A car came.", "n.jsonl", f"line {n}") for n in range(count)], RECIPE.run_id, size, first)
    )


def part(partition):
    results = [coded(d.record) for d in partition.documents[1:]]
    return part_of(partition, [*results, LeftOut("n.jsonl", "line x", "empty", "no text")], RECIPE.run_id, 2.0)


def filled(root, count=6):
    with writing_dataset(root, RECIPE, ["n.jsonl"]) as dataset:
        for partition in cut(count, first=dataset.first_sequence()):
            dataset.list_partition(dataset.stored(partition.name) or dataset.store(part(partition)))
    return json.loads((root / "dataset.json").read_text())


def files(root):
    return {p.relative_to(root): p.read_bytes() for p in root.rglob("*.parquet")}


def test_the_same_input_makes_the_same_files(tmp_path):
    filled(tmp_path / "a")
    filled(tmp_path / "b")
    assert files(tmp_path / "a") == files(tmp_path / "b") and len(files(tmp_path / "a")) == 4


def test_the_manifest_says_what_was_done(tmp_path):
    manifest = filled(tmp_path)
    assert manifest["status"] == "finished" and manifest["run_id"] == RECIPE.run_id
    assert manifest["counts"]["coded"] == 4 and manifest["counts"]["left_out"] == 2
    assert manifest["left_out_by_reason"] == {"empty": 2} and manifest["durations"] == {"workers": 4.0}
    assert [(p["first"], p["last"]) for p in manifest["partitions"]] == [
        ("n.jsonl line 0", "n.jsonl line 2"), ("n.jsonl line 3", "n.jsonl line 5")
    ]  # fmt: skip
    assert manifest["versions"]["dragoman"] and manifest["config"]["typer"]["name"] == "none"


@pytest.mark.parametrize(
    "damage", [Path.unlink, lambda p: p.write_bytes(p.read_bytes()[:-2]), lambda p: p.write_bytes(b"")]
)
@pytest.mark.parametrize("what", ["articles/*/*/{}.parquet", "left_out/*/*/{}.parquet", "parts/{}.json"])
def test_a_damaged_part_counts_as_missing(tmp_path, damage, what):
    filled(tmp_path)
    first, second = cut()
    before = files(tmp_path)
    damage(next(tmp_path.glob(what.format(first.name))))
    with writing_dataset(tmp_path, RECIPE, []) as dataset:
        assert dataset.stored(first.name) is None
        assert dataset.stored(second.name) is not None
        dataset.list_partition(dataset.store(part(first)))
    assert files(tmp_path) == before


def test_damage_that_the_inputs_do_not_mend_is_told(tmp_path):
    filled(tmp_path)
    next(tmp_path.glob(f"articles/*/*/{cut()[0].name}.parquet")).write_bytes(b"")
    with pytest.raises(LedgerError, match="is damaged"), writing_dataset(tmp_path, RECIPE, []):
        pass


def test_what_is_coded_anew_keeps_its_place(tmp_path):
    before = filled(tmp_path)
    next(tmp_path.glob(f"articles/*/*/{cut()[0].name}.parquet")).unlink()
    after = filled(tmp_path, 9)
    assert [p["sequence"] for p in before["partitions"]] == [1, 2]
    assert [p["sequence"] for p in after["partitions"]] == [1, 2, 5]  # behind what was there
    assert len(after["sessions"]) == 2


class Killed(BaseException):
    """As Ctrl-C."""


def test_an_interrupted_run_shows_what_it_stored(tmp_path):
    with pytest.raises(Killed), writing_dataset(tmp_path, RECIPE, []) as dataset:
        dataset.list_partition(dataset.store(part(cut()[0])))
        raise Killed
    stopped = json.loads((tmp_path / "dataset.json").read_text())
    assert stopped["status"] == "interrupted" and len(stopped["partitions"]) == 1
    assert [p["sequence"] for p in filled(tmp_path)["partitions"]] == [1, 2]


def test_another_recipe_or_folder_is_refused(tmp_path):
    filled(tmp_path / "d")
    with (
        pytest.raises(LedgerError, match="seed 0 then, 7 now"),
        writing_dataset(tmp_path / "d", Recipe("made up", "none", seed=7), []),
    ):
        pass
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.tex").touch()
    for folder, said in (("mine", "thesis.tex"), ("what?", "in its name")):
        with pytest.raises(LedgerError, match=said), writing_dataset(tmp_path / folder, RECIPE, []):
            pass


def test_one_writer_at_a_time(tmp_path):
    with writing_dataset(tmp_path, RECIPE, []), pytest.raises(LedgerLocked), writing_dataset(tmp_path, RECIPE, []):
        pass


def test_later_copies_are_dropped():
    first, other, left = coded(1), coded(1, "Another text."), LeftOut("n", "1", "empty", "")
    assert distinct([first, left, coded(1), other, left]) == [first, left, other, left]
