"""In Stanza: the processor after Stanza's own parts and bundled ones, and its results in copied documents."""

from __future__ import annotations

import copy
import importlib
import json
import pickle
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import stanza
import torch
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from stanza.models.common.doc import Document as StanzaDocument
from stanza.utils.conll import CoNLL

import quoteattr
import quoteattr.adapters.stanza as adapter
from quoteattr import (
    Affiliation,
    Attribution,
    Channel,
    Content,
    Cue,
    Document,
    Evidence,
    FormatError,
    Passage,
    Role,
    Source,
    Span,
    TextTypeError,
)
from quoteattr.formats.conllu_misc import to_conllu
from quoteattr.model import Relation
from tests.adapters import stanza_packages

TEXTS = [
    "The bridge is safe, Mayor Ada Lund said on Monday.",
    "Nobody spoke.",
    "“We won,” said coach Bo Li. “Nobody believed in us.”\n\nThe union denied that the strike was over.",
    "Ana Ruiz said the bank had warned that rents would rise. According to the bank, they didn't.",
]
PARTS = "tokenize,pos,lemma,depparse,quoteattr"
OWN, THEIRS = "quoteattr", stanza_packages.PACKAGE


@pytest.fixture(scope="module")
def pipeline() -> Any:
    return adapter.pipeline()


@pytest.fixture(scope="module")
def models(pipeline: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with packages that Stanza's trainers have created from ``TEXTS``."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    folder = stanza_packages.train([pipeline(text) for text in TEXTS], tmp_path_factory.mktemp("stanza_resources"))
    torch.set_num_threads(threads)
    return folder


def build(folder: Path, package: Any, **options: Any) -> Any:
    return stanza.Pipeline(
        "en", dir=str(folder), processors=PARTS, package=package, download_method=None, logging_level="ERROR", **options
    )


@pytest.fixture(scope="module")
def official(models: Path) -> Any:
    """Stanza's own processors, and after them the one for attributions."""
    return build(models, THEIRS)


def claims(doc: Any) -> list[tuple[Any, ...]]:
    return [(each.source, each.cue, each.content, each.kind) for each in doc.attributions]


def relations(doc: Any) -> list[Relation]:
    found = map(Relation.of, doc.attributions)
    return [Relation(each.source, each.cue, each.content) for each in found]


@pytest.mark.parametrize("text", TEXTS)
def test_the_pipeline_finds_the_attributions_of_the_reader(
    pipeline: Any, attributor: quoteattr.QuoteAttributor, text: str
) -> None:
    doc, expected = pipeline(text), attributor(text)
    assert doc.attributions == expected.attributions
    assert doc.speakers == expected.speakers


def test_a_sentence_has_the_attributions_of_its_cues(pipeline: Any) -> None:
    found = [[each.cue.text for each in sentence.attributions] for sentence in pipeline(TEXTS[2]).sentences]
    assert found == [["said"], [], ["denied"]]


def test_every_bundled_processor_can_be_named(models: Path, pipeline: Any) -> None:
    assert build(models, OWN)(TEXTS[2]).attributions == pipeline(TEXTS[2]).attributions


@pytest.mark.parametrize("text", TEXTS)
def test_after_stanzas_own_processors_the_network_scores_their_words(official: Any, pipeline: Any, text: str) -> None:
    names = [type(processor).__name__ for processor in official.loaded_processors]
    assert names == ["TokenizeProcessor", "POSProcessor", "LemmaProcessor", "DepparseProcessor", "AttributionProcessor"]
    doc = official(text)
    assert claims(doc) == claims(pipeline(text))
    assert all(each.evidence.scores for each in doc.attributions if each.evidence.rule == "network")


def test_after_stanzas_own_processors_rules_alone_can_be_used(models: Path) -> None:
    doc = build(models, THEIRS, quoteattr_scores=False)(TEXTS[0])
    assert doc.attributions == quoteattr.link_trees(doc).attributions
    assert [each.evidence.scores for each in doc.attributions] == [{}]


def test_parts_of_both_kinds_can_be_combined(models: Path, pipeline: Any) -> None:
    mixed = build(models, {"tokenize": THEIRS, "lemma": THEIRS, "pos": OWN, "depparse": OWN})
    assert claims(mixed(TEXTS[3])) == claims(pipeline(TEXTS[3]))


def test_stanzas_packages_can_replace_parts_of_the_pipeline_of_one_call(models: Path, pipeline: Any) -> None:
    mixed = adapter.pipeline(parts={"depparse": THEIRS}, stanza_dir=models)
    assert type(mixed.processors["depparse"]).__name__ == "DepparseProcessor"
    assert mixed.processors["depparse"].trainer is not None
    assert claims(mixed(TEXTS[3])) == claims(pipeline(TEXTS[3]))


def test_known_facts_are_used_with_the_tokenizer_of_a_stanza_package(models: Path) -> None:
    reader = quoteattr.load(parts={"tokenize": THEIRS}, stanza_dir=models)
    document = reader(TEXTS[0], id=7, publisher="Harbour Post")
    assert (document.id, document.article.publisher and document.article.publisher.name) == (7, "Harbour Post")


def test_words_of_the_caller_are_used(models: Path) -> None:
    doc = build(models, THEIRS, tokenize_pretokenized=True)(
        "The union denied that the strike was over .\nNobody spoke ."
    )
    assert [(each.source.text, each.content.text) for each in doc.attributions] == [
        ("The union", "that the strike was over")
    ]


def test_a_pipeline_names_its_processors(official: Any) -> None:
    assert str(official).endswith("quoteattr=AttributionProcessor(quoteattr)>")


@pytest.mark.parametrize("package", [OWN, THEIRS])
def test_documents_are_kept_separate_in_bulk_and_in_a_stream(models: Path, pipeline: Any, package: str) -> None:
    built = build(models, package)
    expected = [claims(pipeline(text)) for text in TEXTS]
    for docs in (built.bulk_process(TEXTS), built.process_many(TEXTS), list(built.stream(iter(TEXTS), batch_size=3))):
        assert [doc.text for doc in docs] == TEXTS
        assert [claims(doc) for doc in docs] == expected


def test_an_unprocessed_document_has_none() -> None:
    doc = StanzaDocument([[{"id": 1, "text": "Hm", "start_char": 0, "end_char": 2}]], text="Hm")
    assert (doc.attributions, doc.speakers, doc.sentences[0].attributions) == ((), (), ())
    assert (StanzaDocument([]).attributions, StanzaDocument([]).speakers) == ((), ())


@pytest.mark.parametrize("text", ["", "\n\n"])
def test_a_text_without_words_has_none(pipeline: Any, text: str) -> None:
    assert pipeline(text).attributions == ()


def test_the_properties_are_read_only(pipeline: Any) -> None:
    with pytest.raises(ValueError, match="read-only"):
        pipeline(TEXTS[0]).attributions = ()


def test_importing_again_registers_nothing_twice(pipeline: Any) -> None:
    importlib.reload(adapter)
    assert stanza.pipeline.registry.PIPELINE_NAMES.count("quoteattr") == 1
    assert pipeline(TEXTS[0]).attributions


def test_a_property_of_others_is_not_changed() -> None:
    class Theirs(StanzaDocument):
        attributions = "theirs"

    with pytest.raises(ValueError, match="attributions already exists"):
        adapter._add_property(Theirs, "attributions", lambda doc: None)


def test_trees_without_a_text_are_refused_with_a_remedy(official: Any, pipeline: Any) -> None:
    written = f"{pipeline(TEXTS[0]):C}"
    with pytest.raises(TextTypeError, match=r"no text.*reconstruct_text=True"):
        pipeline.process_conllu(written, processors="quoteattr")
    whole = CoNLL.conll2doc(input_str=written, reconstruct_text=True)
    assert claims(official.process(whole, processors="quoteattr")) == claims(pipeline(TEXTS[0]))


def contracted(words: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The words of a sentence with "didn't" as one token of two words."""
    for word, after in zip(words, [*words[1:], {}], strict=True):
        if after.get("text") == "n't":
            ids = (*word["id"], *after["id"]) if isinstance(word["id"], tuple) else (word["id"], after["id"])
            yield {"id": ids, "text": "didn't", "start_char": word["start_char"], "end_char": after["end_char"]}
            del word["misc"]
        yield word


def test_a_contraction_that_was_split_keeps_its_place(official: Any) -> None:
    sentences = [list(contracted(sentence)) for sentence in official(TEXTS[3]).to_dict()]
    doc = official.process(StanzaDocument(sentences, text=TEXTS[3]), processors="quoteattr")
    assert doc.num_words == doc.num_tokens + 1
    assert doc.attributions[-1].content.text == "they didn't"
    assert list(adapter.attributions_from_misc(doc)) == relations(doc)
    assert CoNLL.conll2doc(input_str=f"{doc:C}").attributions == doc.attributions


WITH_COMMENTS = {
    "CoNLL-U": lambda doc: CoNLL.conll2doc(input_str=f"{doc:C}"),
    "CoNLL-U with its text": lambda doc: CoNLL.conll2doc(input_str=f"{doc:C}", reconstruct_text=True),
    "serialized": lambda doc: StanzaDocument.from_serialized(doc.to_serialized()),
    "the same": lambda doc: doc,
}
WAYS = {**WITH_COMMENTS, "dict": lambda doc: StanzaDocument(json.loads(json.dumps(doc.to_dict())))}


@pytest.mark.parametrize("there_and_back", WITH_COMMENTS.values(), ids=WITH_COMMENTS)
@pytest.mark.parametrize("text", [*TEXTS, f"\n  {TEXTS[2]} \n"])
def test_all_fields_are_kept_in_conllu(pipeline: Any, there_and_back: Callable[[Any], Any], text: str) -> None:
    doc = pipeline(text)
    back = there_and_back(doc)
    assert back.attributions == doc.attributions
    assert back.speakers == doc.speakers
    assert [s.attributions for s in back.sentences] == [s.attributions for s in doc.sentences]


@pytest.mark.filterwarnings("ignore:Sentence 0 has whitespace:UserWarning")
def test_white_space_that_stanza_changes_moves_no_span(pipeline: Any) -> None:
    doc = pipeline("The union   denied that\tthe strike was over.")
    back = CoNLL.conll2doc(input_str=f"{doc:C}", reconstruct_text=True)
    assert back.text == "The union denied that the strike was over."
    assert back.attributions == doc.attributions


def test_an_extracted_sentence_keeps_its_attributions(pipeline: Any) -> None:
    blocks = f"{pipeline(TEXTS[3]):C}".split("\n\n")
    back = CoNLL.conll2doc(input_str=blocks[0])
    assert [each.cue.text for each in back.attributions] == ["said", "had warned"]
    assert [each.mentions for each in back.speakers] == [(), ()]
    assert CoNLL.conll2doc(input_str=blocks[1]).attributions == ()


@pytest.mark.parametrize("there_and_back", WAYS.values(), ids=WAYS)
def test_spans_are_kept_in_misc(pipeline: Any, there_and_back: Callable[[Any], Any]) -> None:
    for text in TEXTS:
        doc = pipeline(text)
        assert list(adapter.attributions_from_misc(there_and_back(doc))) == relations(doc)


def test_a_word_has_a_mark_for_each_attribution(pipeline: Any) -> None:
    words = {word.text: word.misc for word in pipeline(TEXTS[3]).sentences[0].words}
    assert [words[text] for text in ("Ana", "said", "bank", "warned", "rise", ".")] == [
        *("Attribution=source:0", "Attribution=cue:0"),
        *("Attribution=content:0,source:1", "Attribution=content:0,cue:1", "Attribution=content:0,content:1"),
        None,
    ]


def test_conllu_of_the_package_is_read(attributor: quoteattr.QuoteAttributor) -> None:
    document = attributor(TEXTS[3])
    doc = CoNLL.conll2doc(input_str=to_conllu(document), reconstruct_text=True)
    expected = [Relation(each.source, each.cue, each.content) for each in map(Relation.of, document.attributions)]
    assert list(adapter.attributions_from_misc(doc)) == expected


def test_writing_again_replaces_only_own_values(pipeline: Any) -> None:
    doc = pipeline("Lee said so.")
    word = doc.sentences[0].words[0]
    word.misc = f"Gloss=x|{word.misc}"
    adapter.attributions_to_misc(doc)
    assert word.misc == "Gloss=x|Attribution=source:0"
    doc.quoteattr = Document(doc.text)
    adapter.attributions_to_misc(doc)
    assert [each.misc for each in doc.iter_words()] == ["Gloss=x", None, None, None]


def test_processing_again_leaves_one_comment(official: Any) -> None:
    doc = official.process(official(TEXTS[0]), processors="quoteattr")
    assert [str(comment).startswith("# quoteattr = ") for comment in doc.sentences[0].comments].count(True) == 1


def marked(misc: str, **offsets: int) -> Any:
    return StanzaDocument([[{"id": 1, "text": "said", "misc": misc, **offsets}]])


@pytest.mark.parametrize("mark", ["cue", "verb:0", "cue:x", "cue:0,"])
def test_a_malformed_mark_is_quoted(mark: str) -> None:
    with pytest.raises(FormatError, match=f"Attribution={mark} has "):
        adapter.attributions_from_misc(marked(f"Attribution={mark}", start_char=0, end_char=4))


def test_marks_without_offsets_cannot_be_read() -> None:
    with pytest.raises(FormatError, match=r"'said' has no offsets.*reconstruct_text"):
        adapter.attributions_from_misc(marked("Attribution=cue:0"))
    assert adapter.attributions_from_misc(marked("Gloss=x")) == ()


@pytest.mark.parametrize(
    "comment",
    [
        "{",
        "3",
        "{}",
        '{"words": 1, "speakers": [], "attributions": []}',
        '{"words": 1, "speakers": [{"mentions": [[0, 9]]}], "attributions": []}',
        '{"words": 1, "speakers": [], "attributions": [{"kind": "loud"}]}',
    ],
)
def test_a_malformed_comment_is_named(comment: str) -> None:
    doc = marked("Attribution=cue:0", start_char=0, end_char=4)
    doc.sentences[0].add_comment(f"# quoteattr = {comment}")
    with pytest.raises(FormatError, match="the comment 'quoteattr' of the first sentence cannot be read"):
        _ = doc.attributions


NUMBERS = st.sets(st.integers(0, 8), max_size=6)


def stretches(numbers: set[int]) -> list[Span]:
    """Words of two letters and a space under their numbers; neighbours are one span."""
    found: list[Span] = []
    for number in sorted(numbers):
        start, end = 3 * number, 3 * number + 2
        if found and found[-1].end + 1 == start:
            start = found.pop().start
        found.append(Span(start, end))
    return found


@given(st.lists(st.tuples(NUMBERS, st.sets(st.integers(0, 8), min_size=1), NUMBERS), max_size=4))
@pytest.mark.parametrize("there_and_back", WAYS.values(), ids=WAYS)
def test_any_attributions_of_whole_words_are_read_back(there_and_back: Callable[[Any], Any], drawn: Any) -> None:
    text = " ".join(["ab"] * 9)
    words = [{"id": n % 3 + 1, "text": "ab", "start_char": 3 * n, "end_char": 3 * n + 2} for n in range(9)]
    doc = StanzaDocument([words[:3], words[3:6], words[6:]], text=text)
    expected = [Relation(*map(stretches, roles)) for roles in drawn]
    doc.quoteattr = Document(text, attributions=[attribution(each, text) for each in expected])
    adapter.attributions_to_misc(doc)
    adapter.to_comment(doc)
    back = there_and_back(doc)
    assert list(adapter.attributions_from_misc(back)) == expected
    if there_and_back in WITH_COMMENTS.values():
        assert back.attributions == doc.attributions


def attribution(relation: Relation, text: str) -> Attribution:
    source = Source.of(text, *relation.source) if relation.source else None
    return Attribution(
        kind="indirect", content=Content.of(text, *relation.content), cue=Cue.of(text, *relation.cue), source=source,
        speaker=None, outlet=None, via=(), act="speech", polarity="asserted", time=None, confidence=1.0,
        evidence=Evidence("made up"),
    )  # fmt: skip


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda doc: pickle.loads(pickle.dumps(doc))], ids=["deep", "pickle"])
def test_a_document_with_attributions_can_be_copied(attributor, copied):
    doc = attributor.stanza("Mayor Ada Lund said the harbour would close. “It must,” she said.")
    found = copied(doc)
    assert found.attributions == doc.attributions != ()
    assert [len(sentence.attributions) for sentence in found.sentences] == [1, 1]


def test_roles_and_channels_are_read_back_from_the_comment(attributor):
    doc = attributor.stanza("Mayor Ada Lund said in an interview the harbour would close.")
    text, [claim], [speaker] = doc.text, doc.attributions, doc.speakers
    role = Role("Mayor", Span(0, 5), affiliation=Affiliation("Mayor", Span(0, 5), "City"))
    speaker = evolve(speaker, roles=[role], anonymity=Passage.of(text, Span(6, 14)), ref=7)
    channel = Channel("interview", Span(text.index("an"), text.index(" the")))
    claims = [evolve(claim, speaker=speaker, channel=channel)]
    doc.quoteattr = evolve(doc.quoteattr, speakers=[speaker], attributions=claims)
    adapter.attributions_to_misc(doc)
    adapter.to_comment(doc)
    again = CoNLL.conll2doc(input_str=f"{doc:C}")
    assert again.speakers == (speaker,)
    assert again.attributions[0].channel == channel
