"""The scorer of antecedents: what it is given, what its scores decide, and what is reported of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import click
import numpy as np
import pytest
from click.testing import CliRunner

import quoteattr
from quoteattr.annotate.bundle import BUNDLED
from quoteattr.annotate.coreference import PairModel, load, save
from quoteattr.cli.options import Loading, loading_with_people
from quoteattr.errors import ModelError
from quoteattr.model import Article
from quoteattr.resolve import resolve
from quoteattr.resolve.coreference import COLUMNS, FEATURES
from quoteattr.tree import NounKind

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

    def __call__(
        self, form: str, anaphor: int, candidates: Sequence[int], rows: Sequence[Sequence[float]]
    ) -> list[float]:
        assert candidates[-1] == -1
        assert {len(row) for row in rows} == {len(FEATURES)}
        self.most = max(self.most, len(candidates))
        return [self.scale * (candidate == self.number) for candidate in candidates]

    def kinds(self) -> Mapping[int, NounKind]:
        return self.nouns

    def effects(self, form: str, anaphor: int, candidate: int, row: Sequence[float]) -> Mapping[str, float]:
        return {"distance": 1.0, "syntax": 2.0, "quotation": -1.0}

    def confidence(self, case: str, probability: float) -> float:
        return 0.9 if case == "pronoun" else 0.5


@pytest.mark.parametrize(("number", "name"), [(0, "Ada Lund"), (3, "Ida Berg"), (-1, None)])
def test_the_scores_decide(number: int, name: str | None) -> None:
    """The referent of the highest score is the speaker; "none of them" leaves the speaker open."""
    parsed = quoteattr.link_trees(TREE.strip() + "\n\n")
    claim = parsed.attributions[0]
    link = quoteattr.model.Link(
        claim.cue, claim.content, claim.source, claim.kind, claim.act, claim.polarity, 1.0, claim.evidence
    )
    [found] = resolve(TEXT, parsed.sentences, Article(), [link], scorer=Prefer(number)).attributions
    assert (found.speaker and found.speaker.name) == name
    assert found.speaker_confidence == (None if name is None else 0.9)
    if name is not None:
        assert found.evidence.speaker.endswith(", syntax, distance)")
        assert "score 0.9" in found.evidence.speaker


DESCRIBED = TREE.replace("1\tShe\tshe\tPRON\tPRP", "1\tCaptain\tcaptain\tNOUN\tNN")


@pytest.mark.parametrize(("scale", "name"), [(5.0, "Captain"), (0.0, "Captain")])
def test_an_unsure_description_stays_itself(scale: float, name: str) -> None:
    """An indefinite description is not linked to a name by the scorer alone, whatever its score."""
    parsed = quoteattr.link_trees(DESCRIBED.strip() + "\n\n")
    claim = parsed.attributions[0]
    link = quoteattr.model.Link(
        claim.cue, claim.content, claim.source, claim.kind, claim.act, claim.polarity, 1.0, claim.evidence
    )
    [found] = resolve(parsed.text, parsed.sentences, Article(), [link], scorer=Prefer(0, scale)).attributions
    assert (found.speaker and found.speaker.name) == name


@pytest.mark.parametrize(
    ("noun", "tag", "learned", "kind"),
    [
        ("Florist", "NN", None, "person"),
        ("Florist", "NN", "document", "document"),
        ("Client", "NN", None, "document"),  # neither listed nor with the ending of an agent
        ("Client", "NN", "person", "person"),
        ("Clients", "NNS", "person", "group"),
        ("Zoo", "NN", "organization", "organization"),
        ("Samples", "NNS", "document", "document"),
    ],
)
def test_the_kind_of_a_description_is_learned(noun: str, tag: str, learned: NounKind | None, kind: str) -> None:
    """Word 6 heads the description; without a kind from the model the word lists decide."""
    lemma = noun.lower().removesuffix("s") if tag == "NNS" else noun.lower()
    parsed = quoteattr.link_trees(
        TREE.replace("1\tShe\tshe\tPRON\tPRP", f"1\t{noun}\t{lemma}\tNOUN\t{tag}").strip() + "\n\n"
    )
    claim = parsed.attributions[0]
    link = quoteattr.model.Link(
        claim.cue, claim.content, claim.source, claim.kind, claim.act, claim.polarity, 1.0, claim.evidence
    )
    scorer = Prefer(-1, nouns={6: learned} if learned else None)
    [found] = resolve(parsed.text, parsed.sentences, Article(), [link], scorer=scorer).attributions
    assert found.speaker is not None
    assert found.speaker.kind == kind


SPOKEN = (
    TREE.partition("\n\n")[0]
    + """

1	“	“	PUNCT	``	_	4	punct	_	SpaceAfter=No
2	She	she	PRON	PRP	_	4	nsubj	_	_
3	is	be	AUX	VBZ	_	4	cop	_	_
4	late	late	ADJ	JJ	_	8	ccomp	_	SpaceAfter=No
5	,	,	PUNCT	,	_	4	punct	_	SpaceAfter=No
6	”	”	PUNCT	''	_	4	punct	_	_
7	she	she	PRON	PRP	_	8	nsubj	_	_
8	said	say	VERB	VBD	_	0	root	_	SpaceAfter=No
9	.	.	PUNCT	.	_	8	punct	_	_

"""
)


class Likely(Prefer):
    """A scorer with scores of its own for each anaphor: word 7, in the quotation, and word 12, its source."""

    SCORES: Mapping[int, Mapping[int, float]] = {7: {0: 3.0, 3: 0.0, -1: -2.0}, 12: {0: 1.0, 3: 0.9, -1: -2.0}}

    def __call__(
        self, form: str, anaphor: int, candidates: Sequence[int], rows: Sequence[Sequence[float]]
    ) -> list[float]:
        return [self.SCORES[anaphor][candidate] for candidate in candidates]


@pytest.mark.parametrize(
    ("inner", "name"),
    [
        ("She", "Ida Berg"),  # "“She is late,” she said": two people
        ("It", "Ada Lund"),
    ],
)
def test_who_is_spoken_of_is_not_the_speaker(inner: str, name: str) -> None:
    tree = SPOKEN.replace("2\tShe\tshe", f"2\t{inner}\t{inner.lower()}")
    parsed = quoteattr.link_trees(tree.strip() + "\n\n")
    claim = parsed.attributions[0]
    assert claim.kind == "direct"
    link = quoteattr.model.Link(
        claim.cue, claim.content, claim.source, claim.kind, claim.act, claim.polarity, 1.0, claim.evidence
    )
    [found] = resolve(parsed.text, parsed.sentences, Article(), [link], scorer=Likely(0)).attributions
    assert (found.speaker and found.speaker.name) == name


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


def test_descriptions_can_be_left_alone() -> None:
    """With ``descriptions=False`` "the mayor" stays itself; names and pronouns are linked."""
    reader = quoteattr.load(descriptions=False)
    text = "Mayor Ada Lund came. She said it rained. The mayor said it would stop. Lund said no."
    found = [claim.speaker.name for claim in reader(text).attributions if claim.speaker]
    assert found == ["Ada Lund", "The mayor", "Ada Lund"]


def test_few_candidates_are_scored_whatever_the_length_of_the_text() -> None:
    """5,000 mentions of 2,500 people: each pronoun is compared with a bounded number of them."""
    block = TREE.strip() + "\n\n"
    many = "".join(block.replace("Ada", f"Ada{n}").replace("Lund", f"Lund{n}") for n in range(2500))
    parsed = quoteattr.link_trees(many)
    links = [
        quoteattr.model.Link(c.cue, c.content, c.source, c.kind, c.act, c.polarity, 1.0, c.evidence)
        for c in parsed.attributions
    ]
    scorer = Prefer(0)
    resolve(parsed.text, parsed.sentences, Article(), links, scorer=scorer)
    assert 2 < scorer.most <= 41


def test_weights_are_read_as_they_were_written(tmp_path: Path) -> None:
    weights = {"pronoun": {"features": np.ones((1, len(FEATURES), 2), np.float32)}}
    save(tmp_path / "coreference.safetensors", PairModel(weights, {"pronoun": (1.0, -0.5)}))
    read = load(tmp_path, len(FEATURES))
    assert read is not None
    assert read.calibration == {"pronoun": (1.0, -0.5)}
    with pytest.raises(ModelError, match="fitted to other features"):
        load(tmp_path, 3)
    (tmp_path / "coreference.safetensors").write_bytes(b"no weights")
    with pytest.raises(ModelError, match="cannot read"):
        load(tmp_path, len(FEATURES))
    assert load(tmp_path / "elsewhere", len(FEATURES)) is None


def test_every_feature_belongs_to_one_kind_of_evidence() -> None:
    assert sorted(column for columns in COLUMNS.values() for column in columns) == list(range(len(FEATURES)))
    assert (BUNDLED / "en" / "coreference.safetensors").stat().st_size < 3_000_000


@pytest.mark.parametrize(("given", "passed"), [([], {}), (["--no-descriptions"], {"descriptions": False})])
def test_the_command_line_passes_descriptions_on(given: list[str], passed: dict[str, bool]) -> None:
    seen = []

    @click.command()
    @loading_with_people
    def command(loading: Loading) -> None:
        seen.append(loading.loader())

    assert CliRunner().invoke(command, given).exit_code == 0
    assert getattr(seen[0], "keywords", {}).get("descriptions", True) is passed.get("descriptions", True)
