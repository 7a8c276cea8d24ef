"""Agreements between actors and the alliances that they make, put together from the events of a ledger."""

from dragoman.relations.agreements.agreement import Agreement, AgreementParty, Step
from dragoman.relations.agreements.asking import ALLIED, Agreements, Bond, agreements, alliances

__all__ = ["ALLIED", "Agreement", "AgreementParty", "Agreements", "Bond", "Step", "agreements", "alliances"]
