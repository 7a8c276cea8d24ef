"""attribution/: who says so: source, cue and content of reported speech, and the chain above an event."""

from dragoman.coding.attribution.chains import Speakers, chain
from dragoman.coding.attribution.cues import cue_of
from dragoman.coding.attribution.reports import Report, reports_in

__all__ = ["Report", "Speakers", "chain", "cue_of", "reports_in"]
