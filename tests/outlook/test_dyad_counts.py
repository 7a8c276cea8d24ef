"""Counts: groups of classes, and quantiles that hold as often as they say."""

import numpy as np
import pytest

from dragoman.outlook.dyads import facts_of, fit_dyads, forecast_dyads
from dragoman.outlook.dyads.counts import QUANTILES, counted, counts_ahead, fit_spreads, grouped


def test_classes_are_put_together():
    held = facts_of([0, 1, 0], [1, 0, 1], [0, 1, 2], [1, 2, 3], "AB", ("1", "2", "3"))
    assert grouped(held, {"cooperation": ("1", "2")}).kind.tolist() == [0, 0]
    both = grouped(held, {"cooperation": ("1", "2"), "conflict": ("3",)})
    assert both.kind.tolist() == [0, 0, 1]
    assert both.classes == ("cooperation", "conflict")


def test_events_after_a_day_are_counted():
    held = facts_of([0, 0, 0], [1, 1, 1], [0, 0, 0], [5, 6, 13], "AB", ("1",), direct=[True, True, True])
    assert counted(held, np.array([1]), 5, 7).tolist() == [[1]]
    assert counted(held, np.array([1]), 5, 8).tolist() == [[2]]


def test_quantiles_hold_as_often_as_they_say(known, shots):
    model, spreads, shot = fit_dyads(shots, 180, 7), fit_spreads(known, 180, 7), shots.on(180)
    table = forecast_dyads(model, shot)
    keys = shot.source * len(known.actors) + shot.target
    told = counts_ahead(known, keys, 180, 7, table.probability, spreads)
    came = counted(known, keys, 180, 7)
    assert told.quantiles.shape == (*table.probability.shape, len(QUANTILES))
    assert (np.diff(told.quantiles, axis=2) >= 0).all()
    assert (came > told.quantiles[:, :, 2]).mean() < 0.12
    assert told.mean.sum() == pytest.approx(came.sum(), rel=0.3)
    assert (told.quantiles[table.probability < 0.05] == 0).all()  # nothing is the likeliest where odds are small
