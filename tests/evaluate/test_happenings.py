import json

import pytest

from dragoman.coding import Coder
from dragoman.errors import InputError
from dragoman.evaluate import evaluate
from dragoman.evaluate.happenings import Told, bcubed, match, measure, scores

BASE = {"source": "Atoll Post", "voice": "wire", "published": "1999-06-03", "kind": "report", "happening": "t1"}
EVENT = {"event_type": "CONSULT", "actors": ["KIR"], "recipients": ["TUV"], "date": "1999-06-02"}


def report(name, title, sentence, trigger, **more):
    text = f"{sentence}\n\nThe reef pilots went on with their work as on every other morning of the week."
    event = {**EVENT, "key": "t1", "sentence": sentence, "trigger": trigger}
    return BASE | {"report": name, "title": title, "text": text, "events": [event | more.pop("event", {})]} | more


REPORTS = [
    report("t1-1", "Two presidents meet", "Kiribati's president met the prime minister of Tuvalu in Tarawa on Wednesday.", "met"),
    report("t1-2", "Talks in Tarawa", "The president of Kiribati held talks with Tuvalu's prime minister in Tarawa on Wednesday.", "held talks"),
    report("t1-3", "Atoll leaders confer", "Tuvalu's prime minister met Kiribati's president in Tarawa on Wednesday.", "met"),
    report("t1-x", "Police chiefs", "Police chiefs of Kiribati and Tuvalu met in Funafuti on Friday.", "met",
           kind="lookalike", published="1999-06-05", event={"key": "t1x", "date": "1999-06-04"}),
]  # fmt: skip


def told(key, telling, happening="t1", lookalike=False):
    return Told(f"{happening}-1", happening, lookalike, key in ("t1", "t1x"), key, telling)


def test_bcubed_of_a_perfect_and_of_no_clustering():
    assert bcubed("aab", "xxy") == [(1.0, 1.0)] * 3
    assert bcubed("aa", "xy") == [(1.0, 0.5)] * 2


def test_a_missed_telling_is_an_event_of_its_own():
    figures = measure(scores([told("t1", "a"), told("t1", "b"), told("t1", None)], {"a": "a", "b": "a"}))
    assert figures["bcubed_precision"] == 1.0
    assert figures["bcubed_recall"] == pytest.approx((2 / 3 + 2 / 3 + 1 / 3) / 3, abs=1e-4)
    assert figures["bcubed_found_f1"] == 1.0
    assert figures["found"] == pytest.approx(2 / 3, abs=1e-4)


def test_lookalikes_are_apart_where_the_main_events_share_none():
    both = [told("t1", "a"), told("t1x", "x", lookalike=True)]
    assert measure(scores(both, {"a": "e", "x": "f"}))["lookalikes_apart"] == 1.0
    assert measure(scores(both, {"a": "e", "x": "e"}))["lookalikes_apart"] == 0.0
    assert measure(scores([told("t1", "a"), told("t1x", None, lookalike=True)], {"a": "e"}))["lookalikes_apart"] is None


def test_one_telling_stands_for_one_gold_event():
    sentence = "Fiji met Tonga and blamed Samoa."
    gold = [
        {"event_type": t, "sentence": sentence, "trigger": w, "actors": [], "recipients": []}
        for t, w in (("CONSULT", "met"), ("ACCUSE", "blamed"))
    ]
    record = {"event_id": "e", "event_type": "ACCUSE", "actors": [], "recipients": []}
    record["mentions"] = [{"trigger": {"start": 19, "end": 25}}]
    assert match(gold, [record], sentence) == [None, "e"]


def test_the_task_from_file_to_figures(tmp_path):
    (tmp_path / "test_one.jsonl").write_text("\n".join(map(json.dumps, REPORTS)), encoding="utf-8")
    lines = tmp_path / "lines.jsonl"
    figures = evaluate("happenings", tmp_path, lines, Coder())
    assert (figures["happenings"], figures["tellings"]) == (1, 4)
    assert figures["found"] == 1.0
    assert figures["bcubed_f1"] == 1.0
    assert figures["lookalikes_apart"] == 1.0
    assert figures["unmerged_bcubed_f1"] < 1.0
    events = {r["report"]: r["event"] for r in map(json.loads, lines.read_text(encoding="utf-8").splitlines())}
    assert events["t1-1"] == events["t1-2"] == events["t1-3"] != events["t1-x"]


@pytest.mark.parametrize("text, said", [("{", "not JSON"), ('{"report": "t1-1"}', "no field kind")])
def test_a_bad_line_is_named(tmp_path, text, said):
    (tmp_path / "test_bad.jsonl").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        evaluate("happenings", tmp_path, coder=Coder(typer="none"))


def test_a_folder_without_reports_is_told(tmp_path):
    with pytest.raises(InputError, match=r"no test_\*\.jsonl"):
        evaluate("happenings", tmp_path, coder=Coder(typer="none"))
