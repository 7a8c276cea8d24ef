"""Accuracy floors on the gold data beside the repository. They only rise."""

import pytest

from dragoman.evaluate import evaluate

FLOORS = {
    ("articles", "gold/articles"): {
        "triple_f1": 0.28, "type_actor_f1": 0.44, "status_macro_f1": 0.45, "date_f1": 0.65, "said_by_f1": 0.48,
    },
    ("articles", "gold/articles_once"): {
        "triple_f1": 0.25, "type_actor_f1": 0.38, "status_macro_f1": 0.54, "date_f1": 0.62, "said_by_f1": 0.50,
    },
    ("relations", "gold/relations_plv_dev.tsv"): {"root_macro_f1": 0.75, "quad_macro_f1": 0.86},
    ("records", "gold/plover_gsr.json"): {"actor_country": 0.85, "actor_sector": 0.70},
}  # fmt: skip


@pytest.mark.parametrize(("task", "path"), FLOORS)
def test_floor(task, path, shared, coder):
    figures = evaluate(task, shared / path, coder=coder)
    for key, floor in FLOORS[task, path].items():
        assert figures[key] >= floor, (key, figures[key])
