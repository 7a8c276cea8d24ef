from importlib.resources import files

import pytest

from dragoman.datafiles import read_csv
from dragoman.ledger.merging import telling_of
from dragoman.ledger.merging.scoring import WEIGHTS, shipped_model
from dragoman.training.merging import Example, features, learn, write
from dragoman.training.words import table as words_table

TABLE = [row for _, row in read_csv(files("dragoman.ledger.merging") / "data" / WEIGHTS)]


def telling(name, text, side="VUT", mode=None):
    actor = {"name": side, "country": side, "sector": "GOV", "entity_id": None}
    return telling_of(
        {
            "event_id": name, "event_type": "AID", "event_mode": mode, "quad_code": 2, "status": "occurred",
            "actors": [actor], "recipients": [], "object": None, "date_start": "1997-02-03", "date_end": "1997-02-03",
            "date_precision": "day", "date_source": "clause", "place": None, "magnitude": {}, "magnitude_bounds": {},
            "mentions": [{"article_id": name, "text": text, "trigger": {"text": text.split()[1]}}],
        },
        None, name, None,
    )  # fmt: skip


def examples():
    for n in range(20):
        one = telling(f"a{n}", "Vanuatu shipped taro and water tanks to Pentecost.", mode="material")
        same = telling(f"b{n}", "Ships brought taro and tanks to Pentecost island.", mode="material")
        other = telling(f"c{n}", "Surgeons flew from Port Vila with serum.", side="SLB", mode="medical")
        yield Example(one, same, True, 1.0, "")
        yield Example(one, other, False, 1.0, "")


def test_learning_divides_and_keeps_the_signs():
    held = list(examples())
    model = learn(held, TABLE)
    odds = model.odds(features(held))
    assert all((o > 0) == e.same for o, e in zip(odds, held, strict=True))
    expected = {row["feature"]: float(row["expected"]) for row in TABLE if row["expected"]}
    assert all(w * expected[name] >= 0 for name, w in model.weights.items())


def test_the_table_is_written_as_it_is_read(tmp_path):
    out = tmp_path / WEIGHTS
    write(shipped_model(), TABLE, out)
    again = [row for _, row in read_csv(out)]
    assert [float(r["weight"]) for r in again] == [float(r["weight"]) for r in TABLE]


def test_every_feature_has_a_weight_and_words():
    known = features(list(examples())[:1])
    assert set(known) == {row["feature"] for row in TABLE} - {"intercept"}
    assert all(row["words"] for row in TABLE if row["feature"] != "intercept")


@pytest.mark.parametrize("stem, weight", [("copra", 2.303), ("and", 0.0), ("", 2.708)])
def test_common_words_weigh_nothing_and_rare_ones_most(stem, weight):
    texts = ["nuts and tea"] * 27 + ["copra and tuna"] * 3
    assert dict(words_table(texts))[stem] == weight
