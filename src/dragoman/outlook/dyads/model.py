"""Fitting, forecasting, explaining: P(at least one event of a class from source to target within so many days)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit

from dragoman.errors import DragomanError
from dragoman.outlook.dyads.additive import Additive, Calibration, Matrix, calibrate, fit_additive
from dragoman.outlook.dyads.boosted import Boosted, fit_boosted
from dragoman.outlook.dyads.checking import Check, checked
from dragoman.outlook.dyads.facts import Floats, Ints
from dragoman.outlook.dyads.rates import HALF_LIVES, Prior, fit_priors
from dragoman.outlook.dyads.terms import LOOK_BACK, About, Name, Snapshot
from dragoman.outlook.dyads.training import LEAST_HISTORY, STEP, Lessons, Rows, Snapshots, lessons, origins

CALIBRATION_ORIGINS = 6  # the latest days of forecasting: a model fitted to those before them calibrates on them
_LEAST_ORIGINS = 4  # to fit at all; below twice as many and the calibration's, the rate alone is used
_LEAST_EVENTS = 30
_LEAST_WINDOWS = 4  # spans as long as the horizon, to say how often pairs do such things
_PRIOR_WINDOWS = 4.0  # how many spans of its own weigh as much as what pairs do on average
_RATE_TERM = Name("rate", "share of such spans before with {cls} by {source} towards {target}", logarithm=False)


class TooLittleHistory(DragomanError):
    """The facts do not suffice for a forecast; the message says what is lacking."""


@dataclass(frozen=True, slots=True)
class Learned:
    """The additive model with its calibration, and trees with theirs where they were asked for.

    ``check`` is how good forecasts of the weeks were that the model calibrates on, made by the model fitted to the
    weeks before; ``trees_check`` that of the trees.
    """

    additive: Additive
    calibration: Calibration
    check: Check
    trees: Boosted | None = None
    trees_calibration: Calibration | None = None
    trees_check: Check | None = None


@dataclass(frozen=True, slots=True)
class DyadModel:
    """A fitted model.

    Attributes:
        horizon: days ahead.
        day: the last day whose facts it knows.
        actors: names by number.
        classes: names by number.
        priors: of the empirical-Bayes rate, by class.
        learned: None where history allows the rate alone.
        origins: how many earlier days of forecasting it learned from; 0 where it only counted spans.
        base: by class, the share of pairs that did such a thing within the horizon of those days.
    """

    horizon: int
    day: int
    actors: tuple[str, ...]
    classes: tuple[str, ...]
    priors: tuple[Prior, ...]
    learned: Learned | None
    origins: int
    base: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class DyadTable:
    """Forecasts of all pairs: sources and targets, and of shape (pairs, classes) what each model says.

    Attributes:
        day: the day of the forecast.
        horizon: days ahead.
        source: numbers of actors.
        target: numbers of actors.
        rate: the empirical-Bayes rate.
        probability: the additive model's (the rate where there is no model).
        boosted: that of the trees, or None.
    """

    day: int
    horizon: int
    source: Ints
    target: Ints
    rate: Floats
    probability: Floats
    boosted: Floats | None


@dataclass(frozen=True, slots=True)
class Term:
    """One addend of a forecast's log odds: its group, name in words, value, what it adds, whose acts it is of."""

    group: str
    name: str
    value: float
    contribution: float
    about: About


@dataclass(frozen=True, slots=True)
class DyadForecast:
    """One forecast and why: ``log(p / (1 - p))`` is ``constant`` plus the contributions of all terms, exactly."""

    source: str
    target: str
    cls: str
    horizon: int
    day: int
    probability: float
    rate: float
    constant: float
    terms: tuple[Term, ...]


def fit_dyads(shots: Snapshots, day: int, horizon: int, boosted: bool = False, threads: int = 1) -> DyadModel:
    """Fit a model with what is known on a day.

    Args:
        shots: the facts, and snapshots of them; its horizons must include this one.
        day: facts later than it are not used.
        horizon: days ahead.
        boosted: whether trees are grown as well (needs LightGBM).
        threads: for the trees.

    Raises:
        TooLittleHistory: too few earlier days of forecasting, or too few events after them.
        DragomanError: trees are wanted, but LightGBM is not installed.
    """
    days = origins(shots.facts, day, horizon)
    if len(days) < _LEAST_ORIGINS:
        need = LEAST_HISTORY + horizon + _LEAST_ORIGINS * STEP
        raise TooLittleHistory(f"a forecast {horizon} days ahead needs about {need} days of history; give more")
    learned_from = lessons(shots, days, horizon)
    events = int(sum(came.sum() for _, came in learned_from.past))
    if events < _LEAST_EVENTS:
        raise TooLittleHistory(f"{events} outcomes in {len(days)} weeks; at least {_LEAST_EVENTS} are needed")
    facts = shots.facts
    priors = fit_priors(learned_from.past)
    enough = len(days) >= CALIBRATION_ORIGINS + _LEAST_ORIGINS
    learned = _learn(learned_from, priors, days[-CALIBRATION_ORIGINS], boosted, threads) if enough else None
    base = np.concatenate([came for _, came in learned_from.past]).mean(axis=0).tolist()
    return DyadModel(horizon, day, facts.actors, facts.classes, priors, learned, len(days), tuple(base))


def count_spans(shots: Snapshots, day: int, horizon: int) -> DyadModel:
    """A model of little history: how often pairs did such things in spans as long as the horizon, and each pair itself.

    A pair's own share of spans with such an act is drawn towards the share of all pairs, which weighs as much as
    ``_PRIOR_WINDOWS`` spans.

    Raises:
        TooLittleHistory: the history is shorter than ``_LEAST_WINDOWS`` spans, or hardly anything happened.
    """
    told = shots.on(day).windows[horizon]
    spans, hits = float(told.seen[-1]), told.hits[:, :, -1]
    if spans < _LEAST_WINDOWS or hits.sum() < _LEAST_EVENTS:
        raise TooLittleHistory(
            f"{int(hits.sum())} spans of {horizon} days with such acts of any pair, in {int(spans)} spans of history; "
            f"odds need {_LEAST_EVENTS} and {_LEAST_WINDOWS}: code or import more"
        )
    shares = np.clip(hits.mean(axis=0) / spans, 1e-6, 1 - 1e-6)
    priors = tuple(
        Prior(float(s) * _PRIOR_WINDOWS, (1 - float(s)) * _PRIOR_WINDOWS, len(HALF_LIVES) - 1) for s in shares
    )
    actors, classes = shots.facts.actors, shots.facts.classes
    return DyadModel(horizon, day, actors, classes, priors, None, 0, tuple(shares.tolist()))


def _learn(known: Lessons, priors: tuple[Prior, ...], split: int, boosted: bool, threads: int) -> Learned:
    """Fit to the days before the split, calibrate on the split and after; then fit to all days."""
    early, late = known.rows.where(known.rows.origin < split), known.rows.where(known.rows.origin >= split)
    additive, trees = _fit(early, priors, boosted, threads)
    offset = late.offset(priors)
    link = additive.link(late.values, late.kind, offset)
    plain = _calibrated(link, offset, late)
    grown = _calibrated(trees.link(late.values, late.kind, link), offset, late) if trees else (None, None)
    additive, trees = _fit(known.rows, priors, boosted, threads, additive)
    return Learned(additive, *plain, trees, *grown)


def _calibrated(link: Floats, offset: Floats, late: Rows) -> tuple[Calibration, Check]:
    found = calibrate(link, late.outcome, late.weight)
    return found, checked(found(link), expit(offset), late.outcome, late.kind, late.weight)


def _fit(
    rows: Rows, priors: tuple[Prior, ...], boosted: bool, threads: int, start: Additive | None = None
) -> tuple[Additive, Boosted | None]:
    offset = rows.offset(priors)
    additive = fit_additive(rows.values, rows.kind, offset, rows.outcome, rows.weight, len(priors), start)
    if not boosted:
        return additive, None
    link = additive.link(rows.values, rows.kind, offset)
    return additive, fit_boosted(rows.values, rows.kind, link, rows.outcome, rows.weight, threads)


def forecast_dyads(model: DyadModel, shot: Snapshot) -> DyadTable:
    """The odds of every pair of a snapshot in every class."""
    shape = len(shot.source), len(model.classes)
    rate, plain = np.empty(shape), np.empty(shape)
    grown = np.empty(shape) if model.learned and model.learned.trees else None
    for kind in range(shape[1]):
        rate[:, kind] = _rate(model, shot, kind)
        plain[:, kind], trees = _odds(model.learned, shot.values[:, kind], kind, rate[:, kind])
        if grown is not None and trees is not None:
            grown[:, kind] = trees
    return DyadTable(shot.day, model.horizon, shot.source, shot.target, rate, plain, grown)


def _rate(model: DyadModel, shot: Snapshot, kind: int) -> Floats:
    prior, told = model.priors[kind], shot.windows[model.horizon]
    return prior.probability(told.hits[:, kind, prior.memory], float(told.seen[prior.memory]))


def _odds(learned: Learned | None, values: Matrix, kind: int, rate: Floats) -> tuple[Floats, Floats | None]:
    if learned is None:
        return rate, None
    link = learned.additive.link(values, kind, logit(rate))
    plain = learned.calibration(link)
    if learned.trees is None or learned.trees_calibration is None:
        return plain, None
    return plain, learned.trees_calibration(learned.trees.link(values, kind, link))


def explain_dyad(
    model: DyadModel, shot: Snapshot, source: str, target: str, cls: str, called: tuple[str, str] | None = None
) -> DyadForecast:
    """One forecast of the additive model with everything it adds up: terms as the snapshot has them, the rate last.

    Args:
        model: a fitted model.
        shot: the snapshot of the day of the forecast.
        source: the acting actor's name.
        target: the name of the one acted upon.
        cls: the class's name.
        called: what the two are called in the terms' words; their names by default.

    Raises:
        TooLittleHistory: nothing happened between the two within the look-back.
    """
    pair = _row_of(model, shot, source, target)
    kind = model.classes.index(cls)
    rate = _rate(model, shot, kind)[pair : pair + 1]
    values = shot.values[pair : pair + 1, kind]
    chance = float(_odds(model.learned, values, kind, rate)[0][0])
    words = {"source": (called or (source, target))[0], "target": (called or (source, target))[1], "cls": cls}
    slope, constant, parts = 1.0, 0.0, logit(rate)
    if model.learned is not None:
        slope = model.learned.calibration.slope
        constant = model.learned.calibration.shift + slope * float(model.learned.additive.constant[kind])
        parts = model.learned.additive.contributions(values, kind, logit(rate))[0]
    names = (*(shot.names if model.learned else ()), _RATE_TERM)
    told = (*values[0][: len(names) - 1].tolist(), float(rate[0]))
    terms = [
        Term(n.group, n.text.format(**words), float(np.expm1(v)) if n.logarithm else v, slope * float(part), n.about)
        for n, v, part in zip(names, told, parts, strict=True)
    ]
    return DyadForecast(source, target, cls, model.horizon, shot.day, chance, float(rate[0]), constant, tuple(terms))


def usual_parts(model: DyadModel, shot: Snapshot, kind: int) -> Floats:
    """What each addend of :func:`explain_dyad` is on average over the pairs of a snapshot, in the same order."""
    rate = logit(_rate(model, shot, kind))
    if model.learned is None:
        return np.array([rate.mean()])
    parts = model.learned.additive.contributions(shot.values[:, kind], kind, rate)
    return np.asarray(model.learned.calibration.slope * parts.mean(axis=0), np.float64)


def _row_of(model: DyadModel, shot: Snapshot, source: str, target: str) -> int:
    for name in (source, target):
        if name not in model.actors:
            raise TooLittleHistory(f"no facts of {name!r}; give the name of an actor that the facts know")
    wanted = model.actors.index(source), model.actors.index(target)
    found = np.flatnonzero((shot.source == wanted[0]) & (shot.target == wanted[1]))
    if not len(found):
        raise TooLittleHistory(f"nothing between {source} and {target} in {LOOK_BACK} days: too little for odds")
    return int(found[0])
