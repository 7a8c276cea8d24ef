"""Tasks that need no gold data beside the repository, and the conventions of one that does."""

from pathlib import Path

import pytest

from dragoman.coding import Coder
from dragoman.errors import InputError
from dragoman.evaluate import evaluate
from dragoman.evaluate.measures import intervals
from dragoman.evaluate.plv import root_of
from dragoman.measurements import write

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.mark.parametrize(
    ("event_type", "mode", "text", "root"),
    [
        ("SANCTION", "convict", "A court convicted him.", "ACCUSE"),
        ("SANCTION", "discontinue", "Oslo imposed sanctions on Minsk.", "COERCE"),
        ("SANCTION", "discontinue", "Oslo halted aid to Minsk.", "SANCTION"),
        ("AGREE", None, "Chad and Niger signed a water agreement.", "SUPPORT"),
        ("AGREE", None, "Chad agreed to send troops.", "AGREE"),
        ("COERCE", "cyber", "Hackers hit the ministry.", "ASSAULT"),
        ("COERCE", "seize", "Rebels captured the town.", "ASSAULT"),
        ("RETREAT", "withdraw", "Fiji withdrew its peacekeepers.", "SANCTION"),
        ("RETREAT", "withdraw", "Fiji withdrew its troops.", "YIELD"),
        ("CONCEDE", None, "Tokyo dropped the charges.", "YIELD"),
    ],
)
def test_roots_follow_cameo(event_type, mode, text, root):
    assert root_of(event_type, mode, text) == root


def test_the_held_out_tenth(coder):
    figures = evaluate("schoolbook", CORPUS, coder=coder)
    assert figures["types_macro_f1"] >= 0.82
    assert figures["event_or_none_macro_f1"] >= 0.86
    assert figures["status_macro_f1"] >= 0.87
    assert figures["mode_accuracy"] >= 0.70
    assert figures["articles_types_macro_f1"] >= 0.73
    assert figures["articles_status_macro_f1"] >= 0.67
    sure = figures["reliability"][-1]
    assert abs(sure["said"] - sure["right"]) < 0.03


def test_the_schoolbook_needs_a_typer_and_a_corpus(coder, tmp_path):
    with pytest.raises(InputError, match="has none"):
        evaluate("schoolbook", CORPUS, coder=Coder(typer="none"))
    with pytest.raises(InputError, match=r"reports\.jsonl"):
        evaluate("schoolbook", tmp_path, coder=coder)


def test_intervals_hold_the_figure():
    low, high = intervals([0, 1] * 50, lambda x: {"mean": sum(x) / len(x)}, ["mean"], 200)["mean"]
    assert 0.35 < low < 0.5 < high < 0.65


def test_a_page_without_marks_is_refused(tmp_path):
    (tmp_path / "measurements.md").write_text("no marks")
    with pytest.raises(InputError, match="marks"):
        write({}, tmp_path)
