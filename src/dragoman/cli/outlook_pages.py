"""The outlook as a person reads it in a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dragoman.cli.render import clean
from dragoman.outlook import (
    AllForecast,
    ClassForecast,
    LedgerBacktest,
    PairForecast,
    Reactions,
    Reason,
    Scored,
    Skill,
)
from dragoman.outlook.fitting import METHODS
from dragoman.outlook.pair_forecast import SILENT
from dragoman.outlook.words import likelihood, percent, times

if TYPE_CHECKING:  # it brings compiled code, which takes its time
    from dragoman.outlook.who_next import NextActors

_TERMS = 3  # of an answer
_SHOWN = 8  # past cases named by their day
Record = dict[str, Any]


def pair_page(made: PairForecast, console: Console) -> None:
    """One pair: odds of each class, what raises and lowers them, the events behind, how good such odds have been."""
    first, second = (clean(p.name or p.key) for p in (made.first, made.second))
    console.print(f"{first} and {second}: {made.horizon} days from {made.on}", style="bold", highlight=False)
    if made.note:
        console.print(clean(made.note), style="yellow", highlight=False, markup=False)
    for source, target, side in ((first, second, made.forth), (second, first, made.back)):
        if side:
            console.print(_odds_table(f"{source} towards {target}: at least one act", side))
            for one in side:
                _explain(one, console)
    _counts(made, console)
    _footer(made, console)


def _odds_table(title: str, side: Sequence[ClassForecast]) -> Table:
    table = Table(title=title, title_justify="left", pad_edge=False, box=box.SIMPLE_HEAD)
    for name in ("class", "odds", "in words", "its own past alone", "pairs on average"):
        table.add_column(name, justify="right" if name in ("odds", "pairs on average") else "left")
    for one in side:
        rate = "" if one.rate is None else percent(one.rate)
        table.add_row(one.cls, percent(one.probability), one.words, rate, percent(one.base_rate))
    return table


def _explain(one: ClassForecast, console: Console) -> None:
    if one.ordinary_odds is None or not one.reasons:
        return
    odds = one.ordinary_odds / (1 + one.ordinary_odds)
    console.print(f"{one.cls}: an ordinary pair has {percent(odds)}; the odds are multiplied by", highlight=False)
    for reason in one.reasons:
        console.print(Text(f"  {times(reason.factor):>8}  ", "bold").append(_reason(reason), "not bold"))
        for event in reason.evidence[:1]:
            console.print(Text(f"{'':12}{_event(event)}", "dim"))


def _counts(made: PairForecast, console: Console) -> None:
    names = {p.key: clean(p.name or p.key) for p in (made.first, made.second)}
    for c in made.counts:
        span = f"{c.low} to {c.high}" if c.high > c.low else f"{c.high}"
        who = f"{c.group} by {names[c.source]} towards {names[c.target]}"
        console.print(f"{who}: {span} acts (8 in 10), {c.mean:.1f} on average", highlight=False, markup=False)


def _reason(reason: Reason) -> str:
    if reason.ever is None:
        return clean(reason.text)
    seen = f"{reason.ever:,} in all, {reason.recent:,} in 30 days, last on {reason.last}" if reason.ever else "none"
    return f"{clean(reason.text)} ({seen})"


def _event(event: Record) -> str:
    words = f'"{clean(event["text"])}"' if event["text"] else f"{event['source']} -> {event['target']}"
    told = clean(", ".join(str(event[k]) for k in ("outlet", "title") if event[k]))
    return f"{event['date']} {event['event_type']} {words} {told} {event['event_id'][:20]}".replace("  ", " ")


def _footer(made: PairForecast, console: Console) -> None:
    if made.method in METHODS:
        console.print(f"How: {METHODS[made.method]}, {made.facts:,} facts.", highlight=False)
    _skill(made.skill, made.classes != (), console)
    left = ", ".join(f"{n:,} {reason}" for reason, n in made.left_out.items() if n)
    if left:
        console.print(f"Events that gave no facts: {left}.", style="dim", highlight=False)


def _skill(skill: Skill | None, any_odds: bool, console: Console) -> None:
    if skill is None:
        if any_odds:
            console.print("How good such odds are on this ledger is not known; `dragoman backtest` measures it.")
        return
    console.print(
        f"How good such odds have been ({skill.how}): {skill.forecasts:,} odds, {skill.outcomes:,} came true; "
        f"Brier skill {skill.bss_base:+.3f} against base rates, {skill.bss_eb:+.3f} against the pairs' own rates; "
        f"said and came differ by {skill.ece:.3f} on average.",
        highlight=False,
    )


def all_page(made: AllForecast, console: Console) -> None:
    """Many pairs: a row for each direction, a column for each class."""
    rows = made.frame.to_records()
    classes = list(dict.fromkeys(row["class"] for row in rows))
    title = f"{made.horizon} days from {made.on}"
    table = Table(title=title, title_justify="left", pad_edge=False, box=box.SIMPLE_HEAD)
    for name in ("who", "towards", *classes):
        table.add_column(name, justify="right" if name in classes else "left")
    for at in range(0, len(rows), len(classes)):
        cells = rows[at : at + len(classes)]
        odds = [percent(c["probability"]) + ("*" if c["method"] == SILENT else "") for c in cells]
        table.add_row(clean(cells[0]["source_name"]), clean(cells[0]["target_name"]), *odds)
    console.print(table)
    if any(row["method"] == SILENT for row in rows):
        console.print("* nothing between the two of late: how often such pairs begin", style="dim")
    if made.note:
        console.print(clean(made.note), style="yellow", highlight=False, markup=False)
    console.print(f"How: {METHODS[made.method]}.", highlight=False)
    _skill(made.skill, True, console)


def reactions_page(made: Reactions, console: Console) -> None:
    """Who will answer an event: odds, what each does anyway, what followed similar events."""
    console.print(f"After {made.event['event_type']} of {made.on} between {', '.join(made.sides)}", style="bold")
    table = Table(pad_edge=False, box=box.SIMPLE_HEAD)
    for name in ("who", "does", "odds", "in words", "anyway", "after past cases"):
        table.add_column(name, justify="right" if name in ("odds", "anyway") else "left")
    for a in made.answers:
        cases = f"{a.followed} of {len(made.cases.days)}" if made.cases.days else ""
        cells = (percent(a.probability), likelihood(a.probability), percent(a.usual), cases)
        table.add_row(clean(a.name), a.cls, *cells)
    console.print(table)
    days = ", ".join(str(d) for d in made.cases.days[:_SHOWN])
    console.print(f"Past cases, {made.cases.how}: {days or 'none'}", style="dim", highlight=False)
    _skill(made.skill, True, console)


def who_page(made: NextActors, console: Console) -> None:
    """Towards whom an actor does a type of thing next, with the rules and terms that speak for each answer."""
    name = clean(made.actor.name or made.actor.key)
    kind = made.event_type
    asked = f"Who does {kind} towards {name} next" if made.by else f"Towards whom {name} does {kind} next"
    console.print(f"{asked} (after {made.on}; {made.facts:,} facts)", style="bold", highlight=False)
    for answer in made.answers:
        terms = ", ".join(f"{term} {value:+.1f}" for term, value in answer.terms[:_TERMS])
        head = Text(f"{percent(answer.share):>6}  {clean(answer.name)}", "bold")
        console.print(head.append(f"  {terms}", "not bold"))
        for line in (*answer.rules, *(_event(e) for e in answer.evidence)):
            console.print(Text(f"{'':8}{clean(line)}", "dim"))
    console.print("Shares of the belief among all candidates; several may be right at once.", style="dim")


def scored_page(found: Sequence[Scored], console: Console) -> None:
    """What stored forecasts said, set beside what came."""
    if not found:
        console.print("No forecast is stored; `dragoman forecast --store` stores one.")
    for one in found:
        console.print(f"{one.horizon} days ahead: {one.forecasts:,} odds, {one.outcomes:,} came true, "
                      f"{one.pending:,} pending, {one.hindsight:,} made in hindsight", highlight=False)  # fmt: skip
        if one.brier is not None and one.bss_base is not None:
            own = "" if one.bss_eb is None else f", {one.bss_eb:+.3f} against own rates"
            console.print(f"Brier {one.brier:.4f}, skill {one.bss_base:+.3f} against base rates{own}; "
                          f"said and came differ by {one.ece:.3f}", highlight=False)  # fmt: skip
            console.print(_reliability(one.reliability))


def _reliability(rows: Sequence[Sequence[float]]) -> Table:
    table = Table(pad_edge=False, box=box.SIMPLE_HEAD)
    for name in ("said, from", "to", "odds", "said", "came"):
        table.add_column(name, justify="right")
    for low, high, count, said, came in rows:
        table.add_row(percent(low), percent(high), f"{count:,.0f}", percent(said), f"{100 * came:.1f} %")
    return table


_MEASURES = ("bss_base", "bss_eb", "brier", "ece", "log_loss", "auc")


def backtest_rows(made: LedgerBacktest) -> list[Record]:
    """A row for each horizon, model and class, and one for all classes together."""
    rows: list[Record] = []
    for horizon, models in made.horizons.items():
        for model, told in models.items():
            head = {"horizon": int(horizon), "model": model}
            counted = {"forecasts": told["forecasts"], "outcomes": told["outcomes"]}
            rows.append({**head, "class": "all", **counted, **{m: told[m] for m in _MEASURES}})
            for cls, own in told["by_class"].items():
                measured = {m: own.get(m) for m in _MEASURES}
                counted = {"forecasts": own["forecasts"], "outcomes": own["outcomes"]}
                rows.append({**head, "class": cls, **counted, **measured})
    return rows


def backtest_page(made: LedgerBacktest, console: Console) -> None:
    """Scores by horizon, model and class, and the reliability of all odds."""
    title = f"origins from {made.first}, outcomes to {made.last}"
    table = Table(title=title, title_justify="left", pad_edge=False, box=box.SIMPLE_HEAD)
    names = ("horizon", "model", "class", "forecasts", "outcomes", *_MEASURES)
    for name in names:
        table.add_column(name.replace("_", " "), justify="left" if name in ("model", "class") else "right")
    for row in backtest_rows(made):
        table.add_row(*(_figure(row[name]) for name in names))
    console.print(table)
    for horizon, models in made.horizons.items():
        best = models.get("trees") or models["additive"]
        for measure, (low, high) in best["intervals"].items():
            between = f"95 % interval {low:+.3f} to {high:+.3f} (weeks resampled)"
            console.print(f"{horizon} days, {measure}: {best[measure]:+.3f}, {between}", highlight=False)
        which = best["which"]
        ranks = f"mean reciprocal rank {which['mrr']:.3f}, of classes as common as they are {which['mrr_base']:.3f}"
        console.print(f"{horizon} days, which class it is, given two actors: {ranks}", highlight=False)
        console.print(_reliability(best["reliability"]))


def _figure(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.4f}"
    return "" if value is None else f"{value:,}" if isinstance(value, int) else str(value)
