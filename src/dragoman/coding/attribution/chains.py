"""The chain of sources above an event, and the speakers of an article."""

from __future__ import annotations

from itertools import groupby

from spacy.tokens import Span, Token

from dragoman.actors import ArticleActors, Reference, is_definite
from dragoman.codebook import SPEECH_ACTS, Frame
from dragoman.coding.attribution.report import Report
from dragoman.coding.attribution.reports import reports_in
from dragoman.language import ParsedArticle, ParsedSentence, governors
from dragoman.language.predicates import clause_subject, conjuncts
from dragoman.records import Actor, Attribution, Status

_TELLING = frozenset({"clause", "quote", "according", "noun", "headline", "signature", "free"})
_ALLEGING = frozenset({"accuse", "blame", "charge", "allege"})  # their objects are told on their word
_PROMISES = frozenset({"AGREE", "CONCEDE", "REJECT", "THREATEN"})
_BACKGROUND = frozenset({"after", "before", "since", "when", "while"})
_KNOWN = frozenset({"the", "this", "that", "these", "those"})
_THINGS = frozenset(  # that say or show something without being anybody
    "account ad advertisement analysis announcement article attack book bulletin case chart clip communique communiqué "
    "count data datum decision deal document draft email estimate event evidence explosion fact figure file film "
    "finding footage graph image information interview law leaflet leak letter list map measure memo message move news "
    "note notice number order page paper photo picture plan poll post poster question record recording release "
    "report resolution result review rule rumor rumour ruling sign statement statistic story study survey test text "
    "thing timeline transcript treaty tweet verdict version video vote website word".split()
)
_PRESS = frozenset("media news newspaper press radio television tv".split())
_VAGUE = frozenset(
    "conflicting earlier early initial latest local many multiple new numerous other recent several some unconfirmed "
    "various".split()
)
_MAKING = frozenset(
    "air broadcast circulate compile draft file issue leak make obtain post prepare produce provide publish release "
    "review see send sign submit upload write".split()
)
_EACH = 3  # sources of one report that are listed
_BACK = 2  # sentences back that a quotation's speaker may stand


class Voices:
    """Who says what in an article: the reports of its paragraphs with their sources resolved."""

    def __init__(self, parsed: ParsedArticle, people: ArticleActors) -> None:
        """Args: ``parsed`` the article; ``people`` its references."""
        self._people = people
        self._reports = reports_of(parsed)  # by paragraph
        self._sentences = {n: list(group) for n, group in groupby(parsed.sentences, key=lambda s: s.paragraph)}
        self._speakers: dict[int, Attribution] = {}  # for each sentence, who spoke last before its end
        self._note_speakers(parsed)

    def reports(self, sentence: ParsedSentence) -> list[Report]:
        """The reports of a sentence's paragraph whose cue, or else whose content, begins in the sentence."""
        found = self._reports[sentence.paragraph]
        return [r for r in found if sentence.span.start <= r.anchor < sentence.span.end]

    def paragraph(self, sentence: ParsedSentence) -> list[ParsedSentence]:
        """The sentences of a sentence's paragraph, which hold its reports whole."""
        return self._sentences[sentence.paragraph]

    def chain(self, token: Token, sentence: ParsedSentence) -> tuple[Attribution, ...]:
        """The sources of what a word tells, outermost first; empty where the article says it itself."""
        telling = [r for r in self._reports[sentence.paragraph] if _tells(r, token)]
        return self._links(telling, sentence)

    def through(self, report: Report, sentence: ParsedSentence) -> tuple[Actor, ...]:
        """Through whom a report came, outermost first: "Reuters reported that officials said"."""
        around = [r for r in self._reports[sentence.paragraph] if r is not report and _holds(r, report.anchor)]
        return tuple(link.source for link in self._links(around, sentence))

    def _links(self, reports: list[Report], sentence: ParsedSentence) -> tuple[Attribution, ...]:
        """The sources of reports, those with the widest content first."""
        widest = sorted(reports, key=lambda r: -sum(len(c) for c in r.contents))
        return tuple(dict.fromkeys(link for r in widest for link in self.sources(r, sentence)))

    def sources(self, report: Report, sentence: ParsedSentence) -> list[Attribution]:
        """Who a report names as its source, several where they speak together.

        Args:
            report: one of the article's.
            sentence: any sentence of the report's paragraph.
        """
        sentence = self._sentence_of(report, sentence)
        cue = _words(report)
        found = self._resolved(report, sentence)
        if found is None and report.shape == "free":
            before = self._speakers.get(sentence.record.index)
            return [before] if before is not None else []
        if report.source is not None and _is_press(report.source.root, found is not None):
            actors: tuple[Actor, ...] = (self._press(report.source, sentence),)
        else:
            actors = found.actors[:_EACH] if found is not None else _unknown(report, sentence)
        span = report.cue if report.cue is not None else report.contents[0]
        start, end = sentence.offset + span.start_char, sentence.offset + span.end_char
        return [Attribution(a, cue, start, end) for a in actors]

    def _resolved(self, report: Report, sentence: ParsedSentence) -> Reference | None:
        above = self._continued(report, sentence)
        if above is not None:
            return self._resolved(above, sentence)
        for head in _source_heads(report):
            for noun in conjuncts(head):
                found = self._people.at(sentence, noun) or self._people.inside(sentence, noun)
                found = found or self._author(sentence, noun)
                if found:
                    return found
        return None

    def _author(self, sentence: ParsedSentence, noun: Token) -> Reference | None:
        """Whose words a thing holds, or who saw them: "a police report", "memos written by Comey"."""
        for child in noun.children:
            found = self._people.modifying(sentence, child)
            if found is not None:
                return found
            if child.dep_ == "acl" and child.lemma_ in _MAKING:
                makers = [n for by in child.rights if by.dep_ == "agent" for n in by.children if n.dep_ == "pobj"]
                return next((r for n in makers if (r := self._people.at(sentence, n)) is not None), None)
        return None

    def _press(self, source: Span, sentence: ParsedSentence) -> Actor:
        """The press as a source: of the state that it is said to be of, if local of the one the sentence is set in."""
        named = (r for t in source if (r := self._people.at(sentence, t)) is not None and r.kind == "state")
        country, why = next(((r.actors[0].country, "named") for r in named), (None, "not told"))
        if source.root.lemma_ == "paper" or any(t.lower_ == "local" for t in source):
            country, why = self._people.context.near(sentence.record.index)
        start, end = sentence.offset + source.start_char, sentence.offset + source.end_char
        why = f"unnamed press; country: {why}"
        return Actor("press", country, "JRN", ("JRN",), text=source.text, start=start, end=end, why=why)

    def _continued(self, report: Report, sentence: ParsedSentence) -> Report | None:
        """ "X said A, adding B": the report that a participle goes on with."""
        head = report.head
        if report.source is not None or head is None or head.tag_ != "VBG" or head.dep_ != "advcl":
            return None
        before = [r for r in self.reports(sentence) if r.anchor < report.anchor and r.source is not None]
        return next((r for r in reversed(before) if r.shape in ("clause", "quote")), None)

    def _sentence_of(self, report: Report, near: ParsedSentence) -> ParsedSentence:
        at, sentences = report.anchor, self._sentences[near.paragraph]
        return next((s for s in sentences if s.span.start <= at < s.span.end), sentences[0])

    def _note_speakers(self, parsed: ParsedArticle) -> None:
        """Notes who spoke last, at most some sentences back; quotations of no known speaker lean on it."""
        last: tuple[int, Attribution] | None = None
        for sentence in parsed.sentences:
            index = sentence.record.index
            for report in self.reports(sentence):
                if report.shape in ("clause", "quote") and report.source is not None:
                    found = self.sources(report, sentence)
                    if found:
                        last = (index, found[0])
            if last is not None and index - last[0] <= _BACK:
                self._speakers[index] = last[1]


def promised(links: tuple[Attribution, ...], event_type: str, status: Status, actors: tuple[Actor, ...]) -> bool:
    """Whether an act that is still ahead is one of words, done in saying so: "Seoul said it will take part"."""
    own = {a.name for a in actors}
    ahead = event_type in _PROMISES and status in ("planned", "possible")
    return ahead and bool(links) and links[-1].source.name in own


def said_by_another(
    links: tuple[Attribution, ...], frame: Frame, status: Status, actors: tuple[Actor, ...]
) -> tuple[Attribution, ...]:
    """The chain, but none where the act is done by saying it: "Iran said it rejects the offer"."""
    own = {a.name for a in actors}
    by_saying = frame.event_type in SPEECH_ACTS and frame.mode != "investigate" and status != "planned"
    if by_saying and any(link.source.name in own for link in links):
        return ()
    return links


def reports_of(parsed: ParsedArticle) -> dict[int, list[Report]]:
    """The reports of each paragraph, by the paragraph's number."""
    out = {}
    for number, group in groupby(parsed.sentences, key=lambda s: s.paragraph):
        first = next(group)
        doc, offset = first.span.doc, first.offset
        end = offset + len(doc.text)
        quoted = [(max(a, offset) - offset, min(b, end) - offset) for a, b in parsed.quotes if a < end and b > offset]
        out[number] = reports_in(doc, quoted)
    return out


def _unknown(report: Report, sentence: ParsedSentence) -> tuple[Actor, ...]:
    """A source that no roster and no rule knows: who it is in the article's words, and nothing more."""
    if report.source is None or report.shape == "headline":
        return ()
    head = report.source.root
    if head.pos_ not in ("NOUN", "PROPN") or head.lemma_.lower() in _THINGS:
        return ()
    start, end = sentence.offset + report.source.start_char, sentence.offset + report.source.end_char
    text = report.source.text.strip(" ,")
    name = text if any(c.isalpha() for c in text) else "respondents"  # "59% now say that"
    return (Actor(name, text=text, start=start, end=end, why="source that no roster knows"),)


def _is_press(noun: Token, known: bool) -> bool:
    """Whether a noun stands for what the press tells: "media reports", "reports"; not "a police report".

    "The paper" stands for a newspaper of which no more is ``known``.
    """
    if noun.lemma_ == "paper":
        return not known and is_definite(noun)
    if noun.lemma_ != "report" or any(c.dep_ in ("poss", "prep", "acl") for c in noun.children):
        return False
    told = {c.lower_ for c in noun.lefts if c.dep_ in ("amod", "compound", "nmod")}
    return bool(told & _PRESS) or (noun.tag_ == "NNS" and told <= _VAGUE)


def _words(report: Report) -> str:
    if report.shape == "according":
        return "according to"
    return report.head.lemma_ if report.head is not None else "“”"


def _source_heads(report: Report) -> list[Token]:
    if report.source is not None:
        root = report.source.root
        # of "the charity working there said" the charity
        return [next((c for c in root.lefts if c.dep_ == "nsubj" and root.tag_ == "VBG"), root)]
    if report.head is not None and report.head.pos_ == "VERB":
        return clause_subject(report.head)
    if report.shape == "noun" and report.head is not None and report.head.dep_ == "dobj":
        return clause_subject(report.head.head)
    return []


def _holds(report: Report, at: int) -> bool:
    return any(c.start <= at < c.end for c in report.contents)


def _tells(report: Report, token: Token) -> bool:
    """Whether a word lies in what a report has its source vouch for."""
    if not _holds(report, token.i) and not _in_own_cue(report, token):
        return False
    if report.entry is not None and not report.entry.asserts:
        return False
    if report.shape not in _TELLING:
        return report.entry is not None and report.entry.word in _ALLEGING
    return not _in_background(token, report)


def _in_own_cue(report: Report, token: Token) -> bool:
    """ "claimed responsibility for the blast": there the cue itself tells the act."""
    claims = report.entry is not None and report.entry.word == "responsibility" and report.cue is not None
    return claims and report.cue.start <= token.i < report.cue.end  # type: ignore[union-attr]


def _in_background(token: Token, report: Report) -> bool:
    """What a content takes for granted.

    "said it would allow that after speaking with Xi", "said the talks, which Rome had boycotted, ...", "said that he
    would speak about the attack".
    """
    if token.dep_ == "pobj" and any(c.lower_ in _KNOWN or c.dep_ == "poss" for c in token.lefts):
        return True
    for governor in governors(token):
        if governor.token == report.head:
            return False
        if governor.relation == "pcomp" and governor.token.lower_ in _BACKGROUND:
            return True
        if governor.relation == "relcl" and report.anchor < token.i and _set_off(governor.token):
            return True
    return False


def _set_off(noun: Token) -> bool:
    """Whether a relative clause of a noun is set off by a comma."""
    clauses = [c.left_edge.i for c in noun.rights if c.dep_ == "relcl"]
    return any(noun.doc[first - 1].text == "," for first in clauses)
