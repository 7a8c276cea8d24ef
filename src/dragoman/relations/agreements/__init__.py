"""Agreements between actors and the alliances that they make, put together from the events of a ledger."""

from dragoman.relations.agreements.agreement import Agreement, AgreementParty, Step
from dragoman.relations.agreements.asking import Agreements, Bond, agreements, alliances

__all__ = ["Agreement", "AgreementParty", "Agreements", "Bond", "Step", "agreements", "alliances"]
