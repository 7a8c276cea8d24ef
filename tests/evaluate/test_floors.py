"""Accuracy floors on the gold data beside the repository. They only rise."""

import pytest

from dragoman.evaluate import evaluate

FLOORS = {
    ("articles", "gold/articles"): {
        "triple_f1": 0.32, "type_actor_f1": 0.49, "status_macro_f1": 0.45, "date_f1": 0.65, "said_by_f1": 0.53,
        "mode_accuracy": 0.65,
    },
    ("articles", "gold/articles_once"): {
        "triple_f1": 0.31, "type_actor_f1": 0.45, "status_macro_f1": 0.55, "date_f1": 0.63, "said_by_f1": 0.52,
        "mode_accuracy": 0.70,
    },
    ("relations", "gold/relations_plv_dev.tsv"): {
        "root_macro_f1": 0.84, "quad_macro_f1": 0.92, "binary_macro_f1": 0.965,
    },
    ("records", "gold/plover_gsr.json"): {
        "actor_country": 0.87, "actor_sector": 0.72, "recipient_country": 0.78, "event": 0.74,
    },
    ("sentences", "gold/india_police/sents_dev.jsonl.gz"): {"ARREST_f1": 0.83, "KILL_f1": 0.65, "FORCE_f1": 0.81},
}  # fmt: skip


@pytest.mark.parametrize(("task", "path"), FLOORS)
def test_floor(task, path, shared, coder):
    figures = evaluate(task, shared / path, coder=coder)
    for key, floor in FLOORS[task, path].items():
        assert figures[key] >= floor, (key, figures[key])
