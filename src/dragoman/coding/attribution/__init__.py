"""attribution/: who says so: source, cue and content of reported speech, and the chain above an event."""

from dragoman.coding.attribution.chains import Voices, said_by_another
from dragoman.coding.attribution.cues import cue_of
from dragoman.coding.attribution.reports import Report, reports_in

__all__ = ["Report", "Voices", "cue_of", "reports_in", "said_by_another"]
