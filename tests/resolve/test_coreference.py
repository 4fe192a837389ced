"""The scorer of antecedents: its input, the effect of its scores, and their report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest
from attrs import evolve

import quoteattr
from quoteattr.annotate.bundle import BUNDLED
from quoteattr.annotate.coreference import KindWeights, PairModel, load, save
from quoteattr.errors import ModelError
from quoteattr.model import Article
from quoteattr.resolve import resolve
from quoteattr.resolve.coreference import COLUMNS, FEATURES
from quoteattr.resolve.employers import FEATURE_COUNTS, FORM
from quoteattr.training.coreference import link_of
from quoteattr.tree import NounKind
from tests.trees import link, sentence

TEXT = "Ada Lund met Ida Berg. She said it would rain."
TREE = """
1	Ada	Ada	PROPN	NNP	_	3	nsubj	_	_
2	Lund	Lund	PROPN	NNP	_	1	flat	_	_
3	met	meet	VERB	VBD	_	0	root	_	_
4	Ida	Ida	PROPN	NNP	_	3	obj	_	_
5	Berg	Berg	PROPN	NNP	_	4	flat	_	SpaceAfter=No
6	.	.	PUNCT	.	_	3	punct	_	_

1	She	she	PRON	PRP	_	2	nsubj	_	_
2	said	say	VERB	VBD	_	0	root	_	_
3	it	it	PRON	PRP	_	5	nsubj	_	_
4	would	would	AUX	MD	_	5	aux	_	_
5	rain	rain	VERB	VB	_	2	ccomp	_	SpaceAfter=No
6	.	.	PUNCT	.	_	2	punct	_	_

"""


class Prefer:
    """A scorer that prefers one word of the document."""

    def __init__(self, number: int, scale: float = 5.0, nouns: Mapping[int, NounKind] | None = None) -> None:
        self.number, self.scale, self.nouns = number, scale, nouns or {}
        self.most = 0
        self.rows: list[Sequence[float]] = []

    def __call__(
        self, form: str, anaphor: int, candidates: Sequence[int], rows: Sequence[Sequence[float]]
    ) -> list[float]:
        assert candidates[-1] == -1
        assert {len(row) for row in rows} == {len(FEATURES)}
        self.most = max(self.most, len(candidates))
        self.rows += rows
        return [self.scale * (candidate == self.number) for candidate in candidates]

    def kinds(self) -> Mapping[int, NounKind]:
        return self.nouns

    def probabilities(self, form: str, heads: Sequence[Sequence[int]], rows: Sequence[Sequence[float]]) -> None:
        return None

    def has_form(self, form: str) -> bool:
        return form != FORM

    def effects(self, form: str, anaphor: int, candidate: int, row: Sequence[float]) -> Mapping[str, float]:
        return {"distance": 1.0, "syntax": 2.0, "quotation": -1.0}

    def confidence(self, case: str, probability: float) -> float:
        return 0.9 if case == "pronoun" else 0.5


@pytest.mark.parametrize(("number", "name"), [(0, "Ada Lund"), (3, "Ida Berg"), (-1, None)])
def test_the_scores_decide(number: int, name: str | None) -> None:
    """The referent of the highest score is the speaker; with "none of them" the speaker is unknown."""
    parsed = quoteattr.link_trees(TREE.strip() + "\n\n")
    link = link_of(parsed.attributions[0])
    [found] = resolve(TEXT, parsed.sentences, Article(), [link], scorer=Prefer(number)).attributions
    assert (found.speaker and found.speaker.name) == name
    assert found.speaker_confidence == (None if name is None else 0.9)
    if name is not None:
        assert found.evidence.speaker.endswith(", syntax, distance)")
        assert "score 0.9" in found.evidence.speaker


DESCRIBED = TREE.replace("1\tShe\tshe\tPRON\tPRP", "1\tCaptain\tcaptain\tNOUN\tNN")


@pytest.mark.parametrize(("scale", "name"), [(5.0, "Captain"), (0.0, "Captain")])
def test_an_uncertain_description_is_not_linked(scale: float, name: str) -> None:
    """An indefinite description is not linked to a name by the scorer alone, at any score."""
    parsed = quoteattr.link_trees(DESCRIBED.strip() + "\n\n")
    link = link_of(parsed.attributions[0])
    [found] = resolve(parsed.text, parsed.sentences, Article(), [link], scorer=Prefer(0, scale)).attributions
    assert (found.speaker and found.speaker.name) == name


@pytest.mark.parametrize(
    ("title", "noun", "office"),
    [
        ("Captain", "captain", "same office"),
        ("Chair", "chairman", "same office"),
        ("Captain", "skipper", None),
        ("Manager", "boss", None),
        ("Captain", "boss", "other office"),
        ("Mayor", "boss", "other office"),
    ],
)
def test_the_office_of_a_name_is_compared_with_a_description(title: str, noun: str, office: str | None) -> None:
    """The two have the same office, different ones, or one of them covers the other."""
    text = f"{title} Lund left. The {noun} said it rained."
    trees = [
        sentence(text, f"{title}/NOUN/2/compound Lund/PROPN/3/nsubj left/VERB/0/root"),
        sentence(text, f"The/DET/2/det {noun}/NOUN/3/nsubj said/VERB/0/root it/PRON/5/nsubj rained/VERB/3/ccomp", 14),
    ]
    scorer = Prefer(-1)
    resolve(text, trees, Article(), [link(text, f"The {noun}", "said", "it rained")], scorer=scorer)
    found = {each for each in ("same office", "other office") if scorer.rows[0][FEATURES.index(each)]}
    assert found == ({office} if office else set())


@pytest.mark.parametrize(
    ("noun", "tag", "learned", "kind"),
    [
        ("milliner", "NN", None, "person"),
        ("milliner", "NN", "document", "document"),
        ("client", "NN", "document", "person"),  # listed
        ("patron", "NN", None, "document"),  # neither listed nor with the ending of an agent
        ("patron", "NN", "person", "person"),
        ("patrons", "NNS", "person", "group"),
        ("zoo", "NN", "organization", "organization"),
        ("presidency", "NN", None, "organization"),
        ("factory", "NN", None, "organization"),
        ("samples", "NNS", "document", "document"),
    ],
)
def test_the_kind_of_a_description_is_learned(noun: str, tag: str, learned: NounKind | None, kind: str) -> None:
    """Word 1 heads the description; without a kind from the model the word lists determine it."""
    text = f"The {noun} said it rained"
    tree = sentence(text, f"The/DET/2/det {noun}/NOUN/3/nsubj said/VERB/0/root it/PRON/5/nsubj rained/VERB/3/ccomp")
    words = tuple(evolve(word, xpos=tag) if word.index == 1 else word for word in tree.words)
    scorer = Prefer(-1, nouns={1: learned} if learned else None)
    claim = link(text, f"The {noun}", "said", "it rained")
    [found] = resolve(text, [evolve(tree, words=words)], Article(), [claim], scorer=scorer).attributions
    assert found.speaker is not None
    assert found.speaker.kind == kind


@pytest.mark.parametrize(("noun", "kind"), [("patron", "person"), ("patrons", "group"), ("zoo", "organization")])
def test_the_bundled_model_has_kinds(attributor: quoteattr.QuoteAttributor, noun: str, kind: str) -> None:
    """The word lists have none of the nouns, and classify "patron" and "zoo" as documents."""
    [claim] = attributor(f"The {noun} said it rained.").attributions
    assert claim.speaker is not None
    assert claim.speaker.kind == kind


class Likely(Prefer):
    """A scorer that prefers Ada Lund (word 0) to Ida Berg (word 3); strongly in the quotation, weakly as its source."""

    def __call__(
        self, form: str, anaphor: int, candidates: Sequence[int], rows: Sequence[Sequence[float]]
    ) -> list[float]:
        preferred = 1.0 if anaphor == self.number else 3.0
        return [{0: preferred, 3: 0.9, -1: -2.0}.get(candidate, -5.0) for candidate in candidates]


MET = "Ada/PROPN/3/nsubj Lund/PROPN/1/flat met/VERB/0/root Ida/PROPN/3/obj Berg/PROPN/4/flat ./PUNCT/3/punct"
PEOPLE = [("Person", "Ada Lund"), ("Person", "Ida Berg")]


@pytest.mark.parametrize(
    ("quoted", "rows", "name"),
    [
        # "“She is late,” she said": two people
        ("She is late", ["She/PRON/3/nsubj is/AUX/3/cop late/ADJ/{said}/ccomp"], "Ida Berg"),
        ("Lund is late", ["Lund/PROPN/3/nsubj is/AUX/3/cop late/ADJ/{said}/ccomp"], "Ida Berg"),
        ("It is late", ["It/PRON/3/nsubj is/AUX/3/cop late/ADJ/{said}/ccomp"], "Ada Lund"),
        # also in a later sentence of the quotation
        (
            "It rained. She is late",
            [
                "It/PRON/2/nsubj rained/VERB/0/root ./PUNCT/2/punct",
                "She/PRON/3/nsubj is/AUX/3/cop late/ADJ/{said}/ccomp",
            ],
            "Ida Berg",
        ),
    ],
)
def test_a_person_mentioned_in_the_quotation_is_not_the_speaker(quoted: str, rows: list[str], name: str) -> None:
    text = f"Ada Lund met Ida Berg. “{quoted},” she said."
    last = f"{rows[-1].format(said=5)} she/PRON/5/nsubj said/VERB/0/root"
    sentences = [sentence(text, MET, entities=PEOPLE)]
    for each in (*rows[:-1], last):
        sentences.append(sentence(text, each, sentences[-1].span.end))
    found = link(text, "she", "said", quoted, kind="direct", after=text.index("“"))
    source = sum(map(len, sentences)) - 2
    [claim] = resolve(text, sentences, Article(), [found], scorer=Likely(source)).attributions
    assert (claim.speaker and claim.speaker.name) == name


def test_trees_without_a_network_have_no_confidence() -> None:
    claim = quoteattr.link_trees(TREE.strip() + "\n\n").attributions[0]
    assert claim.speaker is not None
    assert claim.speaker_confidence is None


def test_the_bundled_scorer_reports_confidence_and_evidence(attributor: quoteattr.QuoteAttributor) -> None:
    claim = attributor("Mayor Ada Lund opened the pier. She said it would rain.").attributions[-1]
    assert claim.speaker is not None
    assert claim.speaker.name == "Ada Lund"
    assert claim.speaker_confidence is not None
    assert 0 < claim.speaker_confidence < 1
    assert "score" in claim.evidence.speaker
    assert f"confidence {claim.speaker_confidence:.2f})" in claim.explain()


RENTS = "Mayor says rents will rise\n\nRents will rise by a tenth in May.\n\nAda Lund, the mayor, said costs rose."


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        (
            "Mayor Ada Lund came. She said it rained. The mayor said it would stop. Lund said no.",
            ["Ada Lund", "The mayor", "Ada Lund"],
        ),
        ("The mayor said no. Mayor Ada Lund came.", ["The mayor"]),
        (RENTS, ["Mayor", "Ada Lund"]),
    ],
)
def test_linking_of_descriptions_can_be_disabled(text: str, speakers: Sequence[str]) -> None:
    """With ``descriptions=False`` "the mayor" is linked to no name before or after it; names and pronouns are."""
    found = quoteattr.load(descriptions=False)(text).attributions
    assert [claim.speaker.name for claim in found if claim.speaker] == speakers


def test_the_number_of_scored_candidates_does_not_depend_on_the_length() -> None:
    """5,000 mentions of 2,500 people: each pronoun is compared with a bounded number of them."""
    block = TREE.strip() + "\n\n"
    many = "".join(block.replace("Ada", f"Ada{n}").replace("Lund", f"Lund{n}") for n in range(2500))
    parsed = quoteattr.link_trees(many)
    scorer = Prefer(0)
    resolve(parsed.text, parsed.sentences, Article(), [*map(link_of, parsed.attributions)], scorer=scorer)
    assert 2 < scorer.most <= 41


def test_weights_round_trip(tmp_path: Path) -> None:
    weights = {"pronoun": {"features": np.ones((1, len(FEATURES), 2), np.float32)}}
    kinds = KindWeights(np.eye(8, 3, dtype=np.float32), np.zeros(3, np.float32))
    save(tmp_path / "coreference.safetensors", PairModel(weights, {"pronoun": (1.0, -0.5)}, kinds))
    read = load(tmp_path, FEATURE_COUNTS)
    assert read is not None
    assert read.calibration == {"pronoun": (1.0, -0.5)}
    assert read.kinds is not None
    assert read.kinds(np.eye(3, 8, dtype=np.float32)).tolist() == [0, 1, 2]
    with pytest.raises(ModelError, match="and this version has 3: fit it again"):
        load(tmp_path, {"pronoun": 3})
    fitted_again = load(tmp_path, {}, without="pronoun")
    assert fitted_again is not None
    assert fitted_again.weights == {}
    (tmp_path / "coreference.safetensors").write_bytes(b"no weights")
    with pytest.raises(ModelError, match="cannot read"):
        load(tmp_path, FEATURE_COUNTS)
    assert load(tmp_path / "elsewhere", len(FEATURES)) is None


def test_every_feature_is_in_one_group_of_evidence() -> None:
    assert sorted(column for columns in COLUMNS.values() for column in columns) == list(range(len(FEATURES)))
    assert (BUNDLED / "en" / "coreference.safetensors").stat().st_size < 3_000_000
