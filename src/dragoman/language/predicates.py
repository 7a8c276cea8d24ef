"""The predicate view: a verb, noun or adjective with its participants, voice undone.

Slots are those of the frame files (see ``codebook.frames``): ``subj``, ``obj``, ``iobj``, prepositions,
``poss``, ``mod``, ``csubj``, ``xcomp``, ``that``, ``comp``. Each is filled by head tokens, coordination
already expanded. Dependency labels are those of spaCy's English models (ClearNLP / OntoNotes style).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Token

from dragoman.language.clauses import is_finite

_SUBJECTS = frozenset({"nsubj", "csubj", "expl"})
_RELATIVES = frozenset({"who", "which", "that", "whom", "whose"})
LIGHT_VERBS = frozenset(
    "have hold make take give launch conduct carry stage mount pay begin start open issue impose announce deliver "
    "undertake do initiate unleash perpetrate commit wage sign reach offer provide send get receive lodge file "
    "put place slap enter resume continue attend convene host arrange schedule plan stop end suspend lift lead join "
    "express voice reiterate renew level".split()
)
# Whose subject has no part in the act that they name: "condemned the bombing", "survived the attack".
_OF_OTHERS_ACTS = frozenset(
    "applaud attribute avenge avert bemoan blame blast brand call celebrate censure cite commemorate commend condemn "
    "condone criticise criticize decry denounce deplore describe document examine excuse fear film foil forget hail "
    "investigate justify label lambast lament link mention monitor mourn observe oppose praise probe rebuke recall "
    "regret remember repel report resist see slam study survive thwart verify watch welcome witness".split()
)
_MEASURES = frozenset(
    {"hour", "day", "week", "round", "series", "wave", "set", "number", "string", "campaign", "month"}
)
_RECEIVING = frozenset("get receive face suffer sustain draw come".split())


@dataclass(slots=True)
class Predicate:
    """A predicate and its company.

    ``slots`` maps a slot to its head tokens; ``near`` holds the slots that were inherited from a neighbour
    (the preposition of the object, of the light verb, of a coordinated verb) and are searched last.
    """

    head: Token
    lemma: str
    pos: str
    voice: str = "active"
    negated: bool = False
    modals: tuple[str, ...] = ()
    slots: dict[str, list[Token]] = field(default_factory=dict)
    near: dict[str, list[Token]] = field(default_factory=dict)

    def fill(self, slot: str) -> list[Token]:
        """Head tokens of a slot: its own, else inherited ones."""
        return self.slots.get(slot) or self.near.get(slot) or []

    def add(self, slot: str, tokens: list[Token]) -> None:
        """Put tokens into a slot."""
        if tokens:
            have = self.slots.setdefault(slot, [])
            have += [t for t in tokens if t not in have]


@dataclass(frozen=True, slots=True)
class Governor:
    """A word above a predicate: the verb or noun that embeds it, and how."""

    token: Token
    relation: str
    marker: str = ""


def conjuncts(token: Token) -> list[Token]:
    """The token and all that is coordinated with it, in order."""
    out = [token]
    for child in token.children:
        if child.dep_ == "conj" and child.pos_ in ("NOUN", "PROPN", "PRON", "NUM", "ADJ"):
            out += conjuncts(child)
    return out


def predicate(token: Token) -> Predicate:
    """The predicate view of a token."""
    if token.pos_ in ("VERB", "AUX"):
        return _verb(token)
    if token.pos_ == "ADJ":
        return _adjective(token)
    return _noun(token)


def _verb(token: Token) -> Predicate:
    passive = any(c.dep_ in ("nsubjpass", "auxpass") for c in token.children) or _reduced_passive(token)
    particle = "".join(" " + c.lower_ for c in token.children if c.dep_ == "prt")
    out = Predicate(token, token.lemma_.lower() + particle, "verb", "passive" if passive else "active")
    for child in token.children:
        _place_child(out, child, passive)
    _subject_from_above(out, passive)
    _shared_object(out)
    _modality(out)
    _object_prepositions(out)
    return out


def _reduced_passive(token: Token) -> bool:
    return bool(token.tag_ == "VBN" and token.dep_ == "acl")


def _place_child(out: Predicate, child: Token, passive: bool) -> None:
    dep = child.dep_
    if dep in _SUBJECTS or dep == "nsubjpass":
        out.add("obj" if dep == "nsubjpass" else "subj", _entities(_antecedent(child)))
    elif dep in ("dobj", "attr", "oprd"):
        out.add("obj" if dep == "dobj" else dep, _entities(_antecedent(child)))
    elif dep == "dative":
        out.add("iobj", _entities(child) if child.pos_ != "ADP" else _objects(child))
    elif dep == "agent":
        out.add("subj", _objects(child))
        out.add("by", _objects(child))
    elif dep == "prep":
        _place_preposition(out, child)
    elif dep in ("ccomp", "xcomp"):
        _place_clause(out, child)
    elif dep == "neg":
        out.negated = True


def _place_preposition(out: Predicate, prep: Token) -> None:
    found = _objects(prep)
    if found:
        out.add(prep.lower_, found)
    for clause in prep.children:
        if clause.dep_ == "pcomp":
            out.add("xcomp", [clause])
            out.add(prep.lower_, [clause])
            out.add("comp", _inside(clause))
        elif clause.dep_ == "prep":
            out.add(clause.lower_, _objects(clause))


def _place_clause(out: Predicate, clause: Token) -> None:
    subjects = [s for c in clause.children if c.dep_ in ("nsubj", "nsubjpass") for s in _entities(_antecedent(c))]
    finite = is_finite(clause)
    out.add("that" if clause.dep_ == "ccomp" and finite else "xcomp", [clause])
    out.add("csubj", subjects)
    if any(c.dep_ == "aux" and c.lower_ in ("must", "should") for c in clause.children):
        out.add("must", [clause])
    if not finite and subjects and "obj" not in out.slots and clause.tag_ != "VBN":
        out.add("obj", subjects)
    out.add("comp", _inside(clause))


def _inside(clause: Token) -> list[Token]:
    """Participants of a complement clause other than its subject."""
    out: list[Token] = []
    for child in clause.children:
        if child.dep_ in ("dobj", "dative", "attr"):
            out += _entities(child)
            out += [t for p in child.children if p.dep_ == "prep" for t in _objects(p)]
        elif child.dep_ in ("prep", "agent"):
            out += _objects(child)
        elif child.dep_ in ("xcomp", "ccomp"):
            out += _inside(child)
    return out


def _objects(prep: Token) -> list[Token]:
    return [t for c in prep.children if c.dep_ == "pobj" for t in _entities(_antecedent(c))]


def _entities(token: Token) -> list[Token]:
    return conjuncts(token)


def _antecedent(token: Token) -> Token:
    """For a relative pronoun, the noun it stands for."""
    if token.lower_ in _RELATIVES and token.tag_ in ("WP", "WDT", "WP$"):
        for above in token.ancestors:
            if above.dep_ == "relcl":
                return above.head
    return token


def _subject_from_above(out: Predicate, passive: bool) -> None:
    """Subjects that stand outside the clause: control, coordination, relative and participial clauses."""
    slot = "obj" if passive else "subj"
    token = out.head
    if token.dep_ == "relcl":
        _relative(out, passive)
    if slot in out.slots:
        return
    if token.dep_ == "acl":
        out.add(slot, _acl_subject(token))
    elif token.dep_ in ("xcomp", "advcl", "ccomp", "pcomp", "conj", "dep", "parataxis"):
        inherited = _inherited_subject(token)
        if inherited:
            out.add(slot, inherited)


def _relative(out: Predicate, passive: bool) -> None:
    noun = out.head.head
    has_subject = "subj" in out.slots or (passive and "obj" in out.slots)
    if not has_subject:
        out.add("obj" if passive else "subj", _entities(noun))
    elif "obj" not in out.slots and not passive and noun not in out.slots.get("subj", []):
        stranded = [c for c in out.head.children if c.dep_ == "prep" and not list(c.children)]
        out.add(stranded[0].lower_ if stranded else "obj", _entities(noun))


def _acl_subject(token: Token) -> list[Token]:
    noun = token.head
    if token.tag_ in ("VBG", "VBN"):
        return _entities(noun)
    owner = [c for c in noun.children if c.dep_ == "poss"]
    if owner:
        return _entities(owner[0])
    above = noun.head
    if above.pos_ in ("VERB", "AUX") and noun.dep_ in ("dobj", "attr", "pobj", "nsubjpass"):
        return clause_subject(above)
    return []


def _inherited_subject(token: Token, depth: int = 0) -> list[Token]:
    above = token.head
    if depth > 4 or above == token:
        return []
    if token.dep_ == "pcomp":
        above = above.head
    if above.pos_ not in ("VERB", "AUX"):
        return _acl_subject(token) if above.pos_ in ("NOUN", "PROPN") and token.dep_ == "pcomp" else []
    if token.dep_ == "ccomp" and (token.tag_ not in ("VB", "VBG") or _own_subject(above) == []):
        return []
    if token.dep_ == "xcomp":
        objects = [t for c in above.children if c.dep_ == "dobj" for t in _entities(c)]
        if objects and above.lemma_ not in ("promise", "use"):
            return objects
    return clause_subject(above, depth + 1)


def _own_subject(token: Token) -> list[Token]:
    return [t for c in token.children if c.dep_ in ("nsubj", "nsubjpass") for t in _entities(_antecedent(c))]


def clause_subject(token: Token, depth: int = 0) -> list[Token]:
    """The surface subject of the clause a verb heads, wherever it stands."""
    own = _own_subject(token)
    if own or depth > 4:
        return own
    if token.dep_ == "relcl":
        return _entities(token.head)
    if token.dep_ == "acl":
        return _acl_subject(token)
    return _inherited_subject(token, depth)


def _shared_object(out: Predicate) -> None:
    """ "attacked and looted the village": the first verb shares the last one's object."""
    if "obj" in out.slots or out.voice == "passive":
        return
    for child in out.head.children:
        if child.dep_ == "conj" and child.pos_ == "VERB" and child.i - out.head.i <= 3:
            objects = [t for c in child.children if c.dep_ == "dobj" for t in _entities(c)]
            if objects:
                out.near["obj"] = objects


def _modality(out: Predicate) -> None:
    token = out.head
    modals = [c.lower_ for c in token.children if c.dep_ == "aux" and c.tag_ == "MD"]
    seen = token
    while not modals and seen.dep_ == "conj" and seen.head.pos_ in ("VERB", "AUX") and seen.tag_ in ("VB", "VBN"):
        seen = seen.head
        modals = [c.lower_ for c in seen.children if c.dep_ == "aux" and c.tag_ == "MD"]
    out.modals = tuple(modals)
    if not out.negated:
        out.negated = any(
            c.lower_ in ("never", "no", "neither", "nor") for c in token.children if c.dep_ in ("neg", "advmod")
        )
    if not out.negated:
        out.negated = any(
            d.lower_ == "no" and d.dep_ == "det" for t in out.slots.get("obj", [])[:1] for d in t.children
        )


def _object_prepositions(out: Predicate) -> None:
    """Prepositions that the parser hung on the object: "signed a deal *with* Iran"."""
    for slot in ("obj", "attr"):
        for head in out.slots.get(slot, []):
            for child in head.children:
                if child.dep_ == "prep" and child.lower_ != "of" and child.lower_ not in out.slots:
                    found = _objects(child)
                    if found:
                        out.near.setdefault(child.lower_, []).extend(found)


def _noun(token: Token) -> Predicate:
    out = Predicate(token, token.lemma_.lower(), "noun")
    _noun_children(out, token)
    light = _light_verb(token)
    if light is not None:
        _from_light_verb(out, light)
    for child in token.children:
        if child.dep_ == "acl" and child.tag_ == "VBN":
            for agent in child.children:
                if agent.dep_ in ("agent", "prep"):
                    out.add(agent.lower_, _objects(agent))
    return out


def _noun_children(out: Predicate, token: Token) -> None:
    for child in token.children:
        if child.dep_ == "poss":
            out.add("poss", _entities(_antecedent(child)))
        elif child.dep_ in ("compound", "amod", "nmod"):
            out.add("mod", conjuncts(child))
        elif child.dep_ == "prep":
            _place_preposition(out, child)
        elif child.dep_ == "det" and child.lower_ == "no":
            out.negated = True
        elif child.dep_ in ("acl", "relcl") and child.tag_ == "VB":
            out.add("xcomp", [child])
            out.add("comp", _inside(child))


def _light_verb(token: Token) -> Token | None:
    """The verb that lends its subject to a noun: "held *talks*", "*talks* were held", "is in *talks* with"."""
    above = token.head
    while token.dep_ == "conj" and above.pos_ in ("NOUN", "PROPN"):
        token, above = above, above.head
    if token.dep_ == "pobj" and above.lower_ == "of" and above.head.lemma_ in _MEASURES:
        return _light_verb(above.head)
    if token.dep_ == "pobj" and above.pos_ == "ADP" and above.head.pos_ in ("VERB", "AUX"):
        fits = above.lower_ in ("in", "on", "at", "under", "for", "with") and (
            above.head.lemma_ in ("be", "go", "come", "engage", "respond", "arrive", "travel", "meet", "enter", "begin")
        )
        return above.head if fits else None
    if token.dep_ in ("dobj", "nsubjpass") and above.pos_ == "VERB" and above.lemma_ not in _OF_OTHERS_ACTS:
        return above
    return None


def _from_light_verb(out: Predicate, verb: Token) -> None:
    view = _verb(verb)
    own = set(out.slots)
    if verb.lemma_.lower() in _RECEIVING:
        out.near["recipient"] = view.slots.get("subj", [])
    else:
        lent = [t for t in view.slots.get("subj", []) if t != out.head]
        if lent:
            out.near["subj"] = lent
    if verb.lemma_.lower() in LIGHT_VERBS:
        for slot, tokens in view.slots.items():
            if slot not in own and slot not in ("subj", "obj", "that", "xcomp", "csubj", "comp"):
                out.near.setdefault(slot, []).extend(t for t in tokens if t != out.head)
        out.near.setdefault("to", view.slots.get("iobj", []))
    out.modals = view.modals
    out.negated = out.negated or view.negated
    out.voice = view.voice


def _adjective(token: Token) -> Predicate:
    out = Predicate(token, token.lemma_.lower(), "adj")
    _noun_children(out, token)
    for child in token.children:
        if child.dep_ in ("xcomp", "ccomp"):
            _place_clause(out, child)
    above = token.head
    if token.dep_ == "acomp" and above.pos_ in ("AUX", "VERB"):
        out.add("subj", clause_subject(above))
        view = _verb(above)
        out.modals, out.negated = view.modals, view.negated
        for slot, tokens in view.slots.items():
            if slot not in out.slots and slot not in ("subj", "obj"):
                out.near[slot] = tokens
    elif token.dep_ == "amod":
        out.add("subj", _entities(above))
    return out


_CLIMBS = frozenset(
    "xcomp ccomp advcl pcomp acl relcl conj dobj pobj prep nsubj nsubjpass attr csubj dep parataxis acomp amod "
    "compound poss agent npadvmod nmod appos".split()
)


def governors(token: Token) -> Iterator[Governor]:
    """The words above a predicate, nearest first, with the relation and the clause's marker ("if", "that")."""
    current = token
    while current.dep_ in _CLIMBS and current.head != current:
        marker = next((c.lower_ for c in current.children if c.dep_ == "mark"), "")
        if not marker:
            marker = next((c.lower_ for c in current.children if c.dep_ == "advmod" and c.tag_ == "WRB"), "")
        yield Governor(current.head, current.dep_, marker)
        current = current.head
