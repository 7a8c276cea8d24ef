"""Why a document may be left out: each code with its explanation."""

from __future__ import annotations

REASONS: dict[str, str] = {
    "empty": "The document holds no text.",
    "binary": "The file is not text: it holds NUL bytes or begins like an image, archive or program.",
    "too-large": "The document, line or unpacked file is larger than the limit.",
    "bad-encoding": "The bytes are neither UTF-8 nor a plausible Windows-1252 text.",
    "broken-json": "The line or file is not JSON, or is nested too deeply.",
    "missing-text": "The record has no field or column that holds the article's text.",
    "wrong-type": "The record or its text is of another type than expected.",
    "too-short": "The text has fewer than five words.",
    "not-english": "The text is in another language than English.",
    "future-date": "The publication date lies in the future.",
    "unreadable": "The file could not be opened or read, or its format is damaged.",
}
