"""The features of an answer, and the named terms they are summed up in."""

from __future__ import annotations

from dragoman.outlook.links.history import COUNTS

# term -> its features, in the order of the columns
TERMS: dict[str, tuple[str, ...]] = {
    "the same before": (*(f"same_{k}" for k in range(COUNTS)), "same_age"),
    "anything between the two": (*(f"pair_{k}" for k in range(COUNTS)), "pair_age"),
    "rules": ("rules",),
    "what befalls the answer": (*(f"answer_{k}" for k in range(COUNTS)), "answer_age"),
    "how active the answer is": tuple(f"activity_{k}" for k in range(COUNTS)),
    "others between the two": ("others_lately", "others"),
    "answers of partners": ("answers_of_partners",),
    "answers of those alike": ("answers_of_alike",),
    "the same home": ("same_home", "home_to_answer", "home_to_answer_ever"),
    "home of the answer": ("to_home", "to_home_ever", "home_to_home"),
    "roles": ("roles", "roles_by_relation"),
}
FEATURES = tuple(f for features in TERMS.values() for f in features)
# what is known of a question before any answer is looked at: the additive model's weights lean on it
CONTEXTS = ("asked_lately", "asked_ever", "active_lately", "active", "partners")
