"""The task factuality: reading its gold, its measures, and floors on the sets beside the repository."""

import json

import numpy as np
import pytest

from dragoman.errors import InputError
from dragoman.evaluate import evaluate
from dragoman.evaluate.factuality import class_of, figures

ROWS = [
    {"text": "Troops left `` the town '' on Monday .", "targets": [{"span1": [1, 2], "label": 3.0}]},
    {
        "text": "The union did n't strike and may talk .",
        "targets": [{"span1": [4, 5], "label": -3.0}, {"span1": [7, 8], "label": 1.0}],
    },
]
FLOORS = {
    "uw_dev": {"mae": 0.48, "pearson_r": 0.75},
    "meantime_train": {"macro_f1": 0.70},
    "meantime_dev": {"macro_f1": 0.63},
}


def write(path, rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_targets_are_found_by_their_own_tokens(coder, tmp_path):
    out = tmp_path / "out.jsonl"
    found = evaluate("factuality", write(tmp_path / "gold.jsonl", ROWS), out, coder)
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [(x["row"], x["target"]) for x in lines] == [(0, 0), (1, 0), (1, 1)]
    assert lines[0]["value"] == 3 and lines[1]["value"] < -2 and 0 < lines[2]["value"] <= 1.5
    assert found["macro_f1"] == 1.0 and found["targets"] == 3
    assert found["confusion"]["negative"] == {"negative": 1, "uncertain": 0, "positive": 0}


def test_measures_of_a_known_case():
    gold, values = np.array([3.0, 3.0, -3.0, 0.0]), np.array([3.0, 1.0, -3.0, 0.0])
    found = figures(gold, values, np.array([0, 1, 2, 3]))
    assert found["mae"] == 0.5
    assert found["pearson_r"] == pytest.approx(20.25 / (24.75 * 18.75) ** 0.5, abs=1e-4)
    assert found["macro_f1"] == pytest.approx((1 + 2 / 3 + 2 / 3) / 3, abs=1e-3)
    assert found["per_class"]["positive"] == {"precision": 1.0, "recall": 0.5, "f1": 0.6667, "targets": 2}
    low, high = found["intervals"]["mae"]
    assert low <= 0.5 <= high


def test_classes_are_those_of_the_nearest_value():
    assert [class_of(v) for v in (-3, -1.6, -1.5, 0.75, 1.5, 1.6, 3)] == [
        "negative", "negative", "uncertain", "uncertain", "uncertain", "positive", "positive",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "line",
    ["no json", '{"text": "A b"}', '{"text": "A b", "targets": [{"span1": [1, 9], "label": 1}]}',
     '{"text": "A b", "targets": [{"span1": [0, 1], "label": 7}]}', '{"text": "A b", "targets": [{"span1": [0, 1]}]}', "3"],
)  # fmt: skip
def test_a_bad_line_is_named(coder, tmp_path, line):
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(ROWS[0]) + "\n" + line + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"gold\.jsonl:2: not a line of factuality gold"):
        evaluate("factuality", path, coder=coder)


def test_an_empty_file_is_refused(coder, tmp_path):
    (tmp_path / "gold.jsonl").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match="no lines"):
        evaluate("factuality", tmp_path / "gold.jsonl", coder=coder)


@pytest.mark.parametrize("name", FLOORS)
def test_floors(coder, shared, name):
    found = evaluate("factuality", shared / "gold" / "factuality" / f"{name}.jsonl", coder=coder)
    for key, floor in FLOORS[name].items():
        assert found[key] <= floor if key == "mae" else found[key] >= floor, (key, found[key])
