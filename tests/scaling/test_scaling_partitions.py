"""The stream of documents is cut so that little is coded again when a file changes."""

from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.articles.raw import Raw
from dragoman.records import LeftOut
from dragoman.scaling.partitions import fingerprint, partitions


def corpus(*counts):
    return [
        Raw(f"Report {n} of {f}.", f"{f}.jsonl", f"line {n}") for f, count in enumerate(counts) for n in range(count)
    ]


def sizes(documents, size=10):
    return [len(p.documents) for p in partitions(documents, "r", size)]


def names(documents, run_id="r", size=10):
    return [p.name for p in partitions(documents, run_id, size)]


@pytest.mark.parametrize(
    ("counts", "expected"),
    [((), []), ((25,), [10, 10, 5]), ((5,), [5]), ((30, 12), [10, 10, 10, 10, 2])],
)
def test_large_files_are_cut_by_ranges(counts, expected):
    assert sizes(corpus(*counts)) == expected


def test_small_files_are_taken_together():
    found = sizes(corpus(*(1,) * 2000), size=100)
    assert sum(found) == 2000 and max(found) <= 100
    assert 25 < sum(found) / len(found) < 75  # half of the size on average, less what is cut at the size


@given(st.lists(st.integers(0, 25), max_size=12), st.integers(1, 12))
def test_every_document_stands_once_and_in_order(counts, size):
    documents = corpus(*counts)
    cut = list(partitions(documents, "r", size, first=3))
    assert list(chain.from_iterable(p.documents for p in cut)) == documents
    assert [p.sequence for p in cut] == list(range(3, 3 + len(cut)))
    assert all(len(p.documents) <= size for p in cut)
    assert len({p.name for p in cut}) == len(cut)


def test_a_changed_file_changes_few_partitions():
    files = [1, 3, 2, 1, 4] * 100
    before = names(corpus(*files), size=50)
    for changed in ([*files[:200], 9, *files[201:]], [*files[:77], 0, *files[78:]]):
        after = names(corpus(*changed), size=50)
        assert len(set(before) - set(after)) <= 4 < 30 < len(before)
    changed = corpus(100)
    changed[42] = Raw("Another text.", "0.jsonl", "line 42")
    assert len(set(names(corpus(100))) - set(names(changed))) == 1


def test_names_tell_content_place_and_recipe():
    assert names(corpus(30)) == names(corpus(30))
    assert set(names(corpus(30))).isdisjoint(names(corpus(30), run_id="other"))
    kinds = [
        Raw("a", "b"),
        Raw("", "ab"),
        Raw("a", "b", published="c"),
        Raw("a", "b", title="c"),
        LeftOut("b", "", "a", ""),
    ]
    assert len({fingerprint(k) for k in kinds}) == len(kinds)
    assert fingerprint(Raw("half a pair: \ud83d", "b"))
