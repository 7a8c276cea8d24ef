"""Names of the rosters to whom they stand for, with the title before them."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from dragoman.actors.coreference import NUMBERS
from dragoman.actors.entries import Entry, is_state
from dragoman.actors.gazetteer import Match
from dragoman.actors.known import Known
from dragoman.actors.phrases import word_before
from dragoman.actors.reference import GOVERNMENTS, Reference
from dragoman.actors.roles import Role, role_of
from dragoman.actors.rosters import country_names
from dragoman.actors.titles import FORMER, of_title, plain, titled
from dragoman.language import ParsedSentence
from dragoman.records import Actor

_OF = frozenset({"of"})


class NamedActors:
    """References of the names that the rosters know."""

    def __init__(self, known: Known) -> None:
        """Args: ``known`` what is known of the article."""
        self._known = known

    def reference(self, sentence: ParsedSentence, token: Token) -> Reference | None:
        """Whom the name that a token heads stands for."""
        found = self._known.names.at(sentence, token)
        if found is None:
            return None
        match, entry = found
        if entry.kind == "person":
            return self._person(sentence, token, match, entry)
        if entry.kind == "group" and _other_number(token, entry):
            return None
        if entry.kind == "people" and (home := self._known.names.home(sentence, token, _OF)) not in (
            None,
            entry.country,
        ):
            where = (match.start + sentence.offset, match.end + sentence.offset)
            return self._minority(
                (self._known.parsed.article.text[slice(*where)], *where), home, "where they are said of"
            )
        entry = self._at_home(sentence, token, entry)
        return self._from_entry(sentence, match, self._known.names.owned_entry(sentence, token, match, entry))

    def _at_home(self, sentence: ParsedSentence, token: Token, entry: Entry) -> Entry:
        """A community as that of the state where its phrase says it lives, a people also where the sentence is set."""
        if entry.country or entry.org_kind not in ("religious", "ethnic"):
            return entry
        country = self._known.names.home(sentence, token)
        if country is None and entry.org_kind == "ethnic":
            country = self._known.context.scene(sentence.record.index)
        return replace(entry, country=country) if country else entry

    def _person(self, sentence: ParsedSentence, token: Token, match: Match, entry: Entry) -> Reference:
        """A person of the rosters as the title before the name has it, or the office of a body behind it."""
        before = self._title(sentence, match)
        if before is None:
            return self._from_entry(sentence, match, self._serving(sentence, token, entry))
        found, first, head = before
        role, former = plain(found, self.is_former(sentence, first))
        people = [e for e in match.entries if e.kind == "person"]
        meant = of_title(people, role, former, self._known.day, self._known.context.weight)
        if meant is not None and (former or entry.rank > 1 or entry.short):
            entry = meant
        same = [e for e in match.entries if e.kind == "person" and e.entity_id == entry.entity_id]
        owners = self._known.names.owners(sentence, head, first)
        if any(o.sector == "IGO" for _, o in owners):  # "U.N. mediator Diego Cordovez"
            return self._from_entry(sentence, match, replace(entry, country=None, sector="IGO", office=role.phrase))
        return self._from_entry(sentence, match, titled(same, entry, role, former))

    def _serving(self, sentence: ParsedSentence, token: Token, entry: Entry) -> Entry:
        """ "Kenzo Oshima, the U.N. relief coordinator": who serves a body of many states is of no state."""
        for apposed in token.rights if entry.sector != "IGO" else ():
            role = role_of(apposed) if apposed.dep_ == "appos" else None
            if role is not None:
                owners = self._known.names.owners(sentence, apposed, role[1])
                if owners and all(o.sector == "IGO" for _, o in owners):
                    return replace(entry, country=None, sector="IGO", office=role[0].phrase)
        return entry

    def _title(self, sentence: ParsedSentence, match: Match) -> tuple[Role, int, Token] | None:
        """The role that ends right before a name, with its first token's index and its last token."""
        last = word_before(sentence, match)
        if last is None or last.pos_ not in ("NOUN", "PROPN"):
            return None
        found = role_of(last)
        return (*found, last) if found is not None else None

    def is_former(self, sentence: ParsedSentence, first: int) -> bool:
        """Whether the words right before a role (index of its first token) say that it is past."""
        for before in reversed(sentence.span.doc[max(sentence.span.start, first - 4) : first]):
            if before.lower_ in FORMER:
                return bool(before.head.i >= first or before.lower_.startswith("ex"))  # not "late Monday officials"
            if before.pos_ in ("VERB", "AUX", "ADP", "DET", "SCONJ"):  # "since then the authorities"
                return False
        return False

    def _from_entry(self, sentence: ParsedSentence, match: Match, entry: Entry) -> Reference:
        start, end = sentence.offset + match.start, sentence.offset + match.end
        text = self._known.parsed.article.text[start:end]
        if entry.kind == "group" and entry.members:
            names, why = country_names(), f"member of {entry.name} ({entry.row})"
            members = tuple(
                Actor(names.get(m, m), m, "GOV", ("GOV",), None, None, text, start, end, why) for m in entry.members
            )
            return Reference(members, "state", plural=True)
        name = entry.name
        if is_state(entry) or entry.kind == "adjective":
            name = country_names().get(entry.country or "", entry.name) if entry.kind != "seat" else entry.name
        if entry.kind == "organisation" and text.split()[-1] in GOVERNMENTS:  # "the Sandinista government"
            entry = replace(entry, sector="GOV")
        sectors = (entry.sector,) if entry.sector else ()
        if entry.kind == "people" and self._ethnic(sentence, match):
            return self._minority((text, start, end), *self._known.context.near(sentence.record.index))
        actor = Actor(
            name, entry.country, entry.sector, sectors, entry.office, entry.entity_id, text, start, end,
            f"{entry.kind} {text!r} ({entry.row})" + (f" on {self._known.day}" if self._known.day else ""),
        )  # fmt: skip
        kind = "state" if is_state(entry) or entry.kind == "adjective" else entry.kind
        return Reference((actor,), kind, weak=entry.kind == "people", plural=entry.kind == "people")

    def _ethnic(self, sentence: ParsedSentence, match: Match) -> bool:
        before = sentence.span.text[: match.start - sentence.span.start_char].rstrip().lower()
        return bool(before.endswith(("ethnic", "minority")))

    def _minority(self, span: tuple[str, int, int], country: str | None, reason: str) -> Reference:
        """ "ethnic Albanians in Serbia": people of the state they live in, not of the one they are named after."""
        actor = Actor(f"ethnic {span[0]}", country, "CVL", ("CVL",), None, None, *span, f"minority; country: {reason}")
        return Reference((actor,), "people", weak=True, plural=True)


def _other_number(token: Token, group: Entry) -> bool:
    """Whether so many states are spoken of as the group has not: "the three Sahel states"."""
    number = max((NUMBERS.get(c.lower_, 0) for c in token.lefts if c.dep_ == "nummod"), default=0)
    return number > 0 and number != len(group.members)
