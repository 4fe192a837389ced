"""The bundled network: windows of words in, tags, trees, entities and cue scores out, in one encoder pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from attrs import evolve, frozen
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file

from quoteattr.annotate.bundle import GRAPHS, TOKENIZER, Bundle
from quoteattr.annotate.decoding import IMPOSSIBLE, ArgumentDecoder, EntityDecoder, heads
from quoteattr.annotate.features import Batch, Pieces, Window, batch, distance_buckets, read_tokenizer
from quoteattr.annotate.stanza_document import Findings, WordStates
from quoteattr.errors import ModelError
from quoteattr.limits import checked
from quoteattr.tree import CueScores

# On a processor every window runs alone. This is as fast as batches, and since the scale of int8 activations is that
# of the whole batch, the result for a text would otherwise depend on the other texts.
BATCH_WORDS = {"cpu": 1, "cuda": 6000}
INNER_CUES = "inner_cues.safetensors"
KEPT_CUES = 0.5  # cues less probable than this are none: linking asks for more
KEPT_INNER = 0.7  # the same for cues inside other claims; in folds of authors 88 % are right
NOMINAL = frozenset(("NOUN", "PROPN", "PRON", "ADJ", "NUM"))  # tags of words that can be heads of mentions
NEGLIGIBLE = 0.01  # words less probable than this in any role, at both ends, are left out of a cue's scores


@frozen(eq=False)
class InnerCues:
    """A linear classifier of words as cues inside the contents of other claims, which the graphs are not trained on."""

    weights: NDArray[np.float32]  # (width,)
    bias: float

    @classmethod
    def read(cls, path: Path) -> InnerCues | None:
        """Read the weights, None where there is no such file.

        Raises:
            ModelError: The file is no safetensors file, or has other tensors.
        """
        if not path.is_file():
            return None
        try:
            tensors = load_file(path)
            return cls(tensors["weights"].astype(np.float32), float(tensors["bias"][0]))
        except Exception as error:
            raise ModelError(f"cannot read {str(path)!r} ({error}): install the model again") from error

    def write(self, path: Path) -> None:
        """Write the weights."""
        save_file({"weights": self.weights.astype(np.float32), "bias": np.array([self.bias], np.float32)}, path)

    def __call__(self, states: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the probability (N,) that a word is a cue, if it is in a content, for each state (N, width)."""
        return _probability(states @ self.weights + self.bias)


class Network:
    """The three graphs of a bundle, ready to run, and the classifier of inner cues where the bundle has one."""

    def __init__(self, bundle: Bundle, *, device: str = "cpu", threads: int = 1) -> None:
        self._sessions = {name: _session(bundle, graph.file, device, threads) for name, graph in GRAPHS.items()}
        self._pieces = Pieces(read_tokenizer(bundle.path(TOKENIZER)))
        self._upos, self._xpos, self._deprel = (bundle.labels(name) for name in ("upos", "xpos", "deprel"))
        self._batch_words = BATCH_WORDS["cpu" if device == "cpu" else "cuda"]
        self._entities = EntityDecoder(bundle.labels("entity"))
        self._one_of_each = ArgumentDecoder(self._deprel)
        self._inner = InnerCues.read(bundle.folder / INNER_CUES)

    def __call__(self, windows: Iterable[Window]) -> list[Findings]:
        """Return what is found in each window, in their order; windows of like length share a batch."""
        todo = list(windows)
        found: dict[int, Findings] = {}
        for group in checked(_groups(todo, self._batch_words)):
            found.update(zip(group, self._batch([todo[i] for i in group]), strict=True))
        return [found[index] for index in range(len(todo))]

    def states(self, window: Window) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return the state (N, width) of each word of a window, and the probability (N,) that it is a cue."""
        states, *_, cue, _ = self._words([window])
        count = len(window.words)
        return states[0, :count], _probability(cue[0, :count])

    def _words(self, group: Sequence[Window]) -> list[NDArray[Any]]:
        given: Batch = batch(group, self._pieces)
        return self._run(
            "words", given.pieces, given.piece_word, given.mask, given.first, given.shapes, given.quotes, given.places
        )

    def _run(self, graph: str, *values: NDArray[Any]) -> list[NDArray[Any]]:
        names = GRAPHS[graph]
        found: list[NDArray[Any]] = self._sessions[graph].run(
            list(names.outputs), dict(zip(names.inputs, values, strict=True))
        )
        return found

    def _batch(self, group: Sequence[Window]) -> Iterator[Findings]:
        states, upos, xpos, entity, cue, arcs = self._words(group)
        for row, window in enumerate(group):
            count = len(window.words)
            own = states[row, :count]
            above, relations = self._trees(window, own, arcs[row, :count, : count + 1])
            tags = [self._upos[i] for i in upos[row, :count].argmax(1).tolist()]
            nominals = np.array([position for position, tag in enumerate(tags) if tag in NOMINAL], np.int64)
            yield Findings(
                tags,
                [self._xpos[i] for i in xpos[row, :count].argmax(1).tolist()],
                above,
                relations,
                [tag for start, end in window.sentences() for tag in self._entities(entity[row, start:end])],
                self._cues(window, own, cue[row, :count]),
                WordStates(nominals + window.first, own[nominals].astype(np.float16)),
            )

    def _trees(
        self, window: Window, states: NDArray[np.float32], arcs: NDArray[np.float32]
    ) -> tuple[list[int], list[str]]:
        """Return the head of each word in the document, -1 for roots, and its relation; that of a root is ``root``."""
        above: list[int] = []  # 0 for roots, else the position + 1, as in the columns of the scores
        scores = np.full_like(arcs, IMPOSSIBLE)
        scores[:, 0] = arcs[:, 0]
        for start, end in window.sentences():
            scores[start:end, start + 1 : end + 1] = arcs[start:end, start + 1 : end + 1]
            own = np.concatenate((arcs[start:end, :1], arcs[start:end, start + 1 : end + 1]), 1)
            above += [start + head if head else 0 for head in heads(own)]
        labels: list[int] = self._relations(states, states[np.maximum(above, 1) - 1]).argmax(1).tolist()
        self._one_of_each(
            scores, above, labels, lambda words, over: self._relations(states[list(words)], states[np.array(over) - 1])
        )
        return [window.first + head - 1 if head else -1 for head in above], [
            self._deprel[label] if head else "root" for head, label in zip(above, labels, strict=True)
        ]

    def _relations(self, words: NDArray[np.float32], above: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the scores of the relations between states of words and of their heads; none is ``root``."""
        scores = self._run("relation", words, above)[0]
        scores[:, self._deprel.index("root")] = IMPOSSIBLE
        return scores

    def _cues(self, window: Window, states: NDArray[np.float32], logits: NDArray[np.float32]) -> tuple[CueScores, ...]:
        probability = _probability(logits)
        outer = np.flatnonzero(probability >= KEPT_CUES)
        found = self._scores(window, states, outer, probability)
        if self._inner is not None:
            inside = self._inner(states)
            inner = np.flatnonzero((inside >= KEPT_INNER) & (probability < KEPT_CUES))
            # in a run of its own: the scale of int8 activations is that of all cues of a run
            found += [evolve(each, inner=True) for each in self._scores(window, states, inner, inside)]
        return tuple(found)

    def _scores(
        self, window: Window, states: NDArray[np.float32], anchors: NDArray[np.int64], probability: NDArray[np.float32]
    ) -> list[CueScores]:
        """Return the probabilities of the roles of all words for some cues."""
        if not len(anchors):
            return []
        scores = self._run("roles", states, anchors, distance_buckets(anchors, len(states)))[0]
        roles = np.exp(scores - scores.max(-1, keepdims=True))
        roles /= roles.sum(-1, keepdims=True)
        found = []
        for anchor, row in zip(anchors.tolist(), roles, strict=True):
            # from the first to the last word that may have a part in it, the cue's own included
            taking_part = [anchor, *np.flatnonzero(row[:, 0] < 1 - NEGLIGIBLE).tolist()]
            first, last = min(taking_part), max(taking_part)
            own = row[first : last + 1].tolist()
            found.append(CueScores(window.first + anchor, float(probability[anchor]), window.first + first, own))
        return found


def joined(found: Sequence[Findings]) -> Findings:
    """Return the findings in all windows of one document as one."""
    lists = ("upos", "xpos", "heads", "deprels", "entities", "cues")
    upos, xpos, above, relations, entities, cues = (
        [value for each in found for value in getattr(each, name)] for name in lists
    )
    numbers = np.concatenate([np.zeros(0, np.int64), *(each.states.words for each in found)])
    vectors = np.concatenate([each.states.vectors for each in found]) if found else np.zeros((0, 0), np.float16)
    return Findings(upos, xpos, above, relations, entities, tuple(cues), WordStates(numbers, vectors))


def _probability(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    found: NDArray[np.float32] = np.reciprocal(1 + np.exp(-logits))
    return found


def _groups(windows: Sequence[Window], most: int) -> Iterator[list[int]]:
    """Indices of windows of like length, up to ``most`` words with padding, but at least one window."""
    group: list[int] = []
    for index in sorted(range(len(windows)), key=lambda i: len(windows[i].words)):
        if group and len(windows[index].words) * (len(group) + 1) > most:
            yield group
            group = []
        group.append(index)
    if group:
        yield group


def session_options(threads: int) -> Any:
    """Return the options of the runtime for every graph, with so many threads for a matrix product."""
    import onnxruntime
    import torch

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.enable_mem_reuse = False  # 3 % faster, and the windows are small
    options.enable_cpu_mem_arena = False  # as fast, and what a long sentence took is given back
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # Sums of products of unsigned with signed bytes saturate in the runtime's kernels for x86 without VNNI. With this
    # option they are exact but slow, also on processors with VNNI. Older versions of PyTorch cannot say who has it.
    known: Mapping[str, Any] = getattr(torch.cpu, "get_capabilities", dict)()
    if not (known.get("avx512_vnni") or known.get("avx_vnni")):
        options.add_session_config_entry("session.x64quantprecision", "1")
    return options


def _session(bundle: Bundle, file: str, device: str, threads: int) -> Any:
    import onnxruntime

    available = onnxruntime.get_available_providers()
    providers = ["CPUExecutionProvider"]
    if device.startswith("cuda") and "CUDAExecutionProvider" in available:
        providers.insert(0, "CUDAExecutionProvider")
    elif device != "cpu":
        raise ModelError(
            f"device {device!r} is not available: give 'cpu', or 'cuda' where onnxruntime-gpu is installed "
            f"(found: {', '.join(available)})"
        )
    options = session_options(threads)
    # On a processor the fused addition and normalisation takes five times as long as the two apart.
    slow = ["SkipLayerNormFusion"] if device == "cpu" else []
    graph: str | bytes = str(bundle.path(file))
    if bundle.base is not None:
        # The runtime reads tensors from other folders only for a graph that it gets as bytes.
        graph = bundle.path(file).read_bytes()
        options.add_session_config_entry("session.model_external_initializers_file_folder_path", str(bundle.base))
    return onnxruntime.InferenceSession(graph, options, providers=providers, disabled_optimizers=slow)
