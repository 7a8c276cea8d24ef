"""Reports as token labels: B- and I-source, -cue, -content, the packing that attribution corpora use."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from spacy.tokens import Doc, Span

from dragoman.coding.attribution.report import Report


def labels_of(doc: Doc, reports: Sequence[Report]) -> list[str]:
    """A label for each token; where reports lie within the content of another, the outer one's label holds."""
    labels = ["O"] * len(doc)
    for report in _outermost(reports):
        for part, spans in (("source", _one(report.source)), ("cue", _one(report.cue)), ("content", report.contents)):
            for span in spans:
                if all(labels[i] == "O" for i in range(span.start, span.end)):
                    labels[span.start] = f"B-{part}"
                    labels[span.start + 1 : span.end] = [f"I-{part}"] * (len(span) - 1)
    return labels


def _one(span: Span | None) -> tuple[Span, ...]:
    return (span,) if span is not None else ()


def _outermost(reports: Sequence[Report]) -> Iterable[Report]:
    for one in reports:
        if not any(c.start <= one.anchor < c.end for other in reports if other is not one for c in other.contents):
            yield one
