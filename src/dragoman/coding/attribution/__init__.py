"""attribution/: who says so: source, cue and content of reported speech, and the chain above an event."""

from dragoman.coding.attribution.chains import Voices, promised, reports_of, said_by_another
from dragoman.coding.attribution.cues import cue_of
from dragoman.coding.attribution.labels import labels_of
from dragoman.coding.attribution.report import Report

__all__ = ["Report", "Voices", "cue_of", "labels_of", "promised", "reports_of", "said_by_another"]
