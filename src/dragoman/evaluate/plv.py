"""From the house's types to the roots of the PLV set, which follow CAMEO's codes.

The set's annotators coded by CAMEO and its published table to PLOVER (``codebook/data/cameo.csv``), which differs from
PLOVER's own manual, and so from our records, in a few acts. Each rule names the CAMEO code that it comes from.
"""

from __future__ import annotations

import re

_SIGNING = re.compile(
    r"\b(sign|ink|reach|conclud|clinch|seal|struck|strik|agree)\w*\s(\S+\s){0,6}?"
    r"(agreements?|deals?|pacts?|accords?|treat(y|ies)|memorand(um|a)|MoUs?)\b",
    re.IGNORECASE,
)
_SANCTIONS = re.compile(r"\b(sanction|embargo|blacklist)", re.IGNORECASE)
_PEACEKEEPERS = re.compile(r"\b(peace-?keep|inspector|observer|monitor)", re.IGNORECASE)
_TERRITORY = re.compile(
    r"\b(captur|occup|overr[au]n|took over|seiz\w+ control|territor|annex|human shield)", re.IGNORECASE
)
_APOLOGY = re.compile(r"\b(apolog|forgiv|forgave)", re.IGNORECASE)


def root_of(event_type: str, mode: str | None, text: str, target_start: int | None = None) -> str:
    """The PLV root of what a sentence tells.

    Args:
        event_type: PLOVER type by our codebook.
        mode: its mode.
        text: the sentence.
        target_start: where the target's words begin, if they are known.

    >>> root_of("SANCTION", "convict", "A court in Lyon convicted the banker.")
    'ACCUSE'
    """
    if event_type == "SANCTION" and mode == "convict":
        return "ACCUSE"  # 116 find guilty
    if event_type == "SANCTION" and mode == "discontinue" and _SANCTIONS.search(text):
        return "COERCE"  # 163 embargo, boycott, sanctions
    if event_type == "AGREE" and _SIGNING.search(text):
        return "SUPPORT"  # 057 sign formal agreement
    if event_type == "COERCE" and (mode == "cyber" or (mode in ("seize", "arrest") and _TERRITORY.search(text))):
        return "ASSAULT"  # 176 attack cybernetically, 184 use as human shield, 192 occupy territory
    if event_type == "RETREAT" and mode == "withdraw" and _PEACEKEEPERS.search(text):
        return "SANCTION"  # 166 withdraw peacekeepers, observers
    if event_type == "MOBILIZE" and _PEACEKEEPERS.search(text):
        return "AID"  # 074 provide peacekeeping
    if event_type == "CONCEDE" and _APOLOGY.search(text):
        return "SUPPORT"  # 055 apologise, 056 forgive
    if event_type == "REQUEST" and target_start and text[:target_start].rstrip().endswith(" against"):
        return "ACCUSE"  # 113 rally opposition against
    return "YIELD" if event_type in ("CONCEDE", "RETREAT") else event_type
