"""No tracked file shares twelve consecutive words with a corpus in ``../shared``; skipped where that is absent.

Case, punctuation, white space, markup of attributions and columns of hand-made trees are ignored, and a web address is
one word. Each run of twelve words is compared by a 64-bit hash. Two kinds of text are excluded: ``LICENSE``, which is
quoted word for word by design, and a run without any function word, such as the names of the months.
"""

from __future__ import annotations

import gzip
import html
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
LENGTH = 12  # words
NOT_OWN = {"LICENSE"}
BINARY = {".png", ".onnx", ".safetensors", ".npz"}
TEXTS = ("text", "title", "visible_text", "article_text", "headline", "body")  # members of a row with prose

WORD = re.compile(r"[^\W_]+")
FUNCTION_WORDS = {
    "a",
    "an",
    "and",
    "at",
    "by",
    "for",
    "from",
    "in",
    "is",
    "it",
    "of",
    "on",
    "that",
    "the",
    "to",
    "was",
    "with",
}
ADDRESS = re.compile(r"(?:https?://|www\.)\S*")
NEGATION = re.compile(r"\s?n['’]t\b")  # "do n't", "don’t"
MARKUP = re.compile(r"(?<=\])[sc]\d*|(?<=\})\d+")  # "[Ana Ruiz]s1 [said]c1 {that it rained}1"
TREE_COLUMNS = re.compile(r"(?<=\S)/[A-Z]+/\d+/[a-z:]+")  # "rained/VERB/0/root"
TAGS = re.compile(r"<[^<>]*>")

Hashes = npt.NDArray[np.uint64]


def words(text: str) -> list[str]:
    return WORD.findall(NEGATION.sub("nt", ADDRESS.sub("address", text).lower()))


class Shingles:
    """Hashes of all runs of twelve words, over the vocabulary of the repository: a text with other words has none."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        random = np.random.default_rng(1)
        self.factors: Hashes = random.integers(1, 2**63, LENGTH, dtype=np.uint64) | np.uint64(1)
        self.codes: Hashes = random.integers(1, 2**63, 2**20, dtype=np.uint64)

    def learn(self, found: list[str]) -> Hashes:
        """Return the hashes of a text whose words join the vocabulary."""
        return self._hashes([self.numbers.setdefault(word, len(self.numbers) + 1) for word in found])[0]

    def of(self, found: list[str]) -> tuple[Hashes, npt.NDArray[np.intp]]:
        """Return the hashes of the runs that consist of known words, and where these runs begin."""
        return self._hashes([self.numbers.get(word, 0) for word in found])

    def _hashes(self, numbers: list[int]) -> tuple[Hashes, npt.NDArray[np.intp]]:
        known = np.array(numbers, dtype=np.intp)
        count = max(0, len(known) - LENGTH + 1)
        hashes, whole = np.zeros(count, dtype=np.uint64), np.ones(count, dtype=bool)
        for place, factor in enumerate(self.factors):
            part = known[place : place + count]
            hashes += self.codes[part] * factor
            whole &= part > 0
        return hashes[whole], np.flatnonzero(whole)


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    paths = [ROOT / name for name in listed.split("\0") if name]
    return [path for path in paths if path.is_file() and path.name not in NOT_OWN and path.suffix not in BINARY]


def prose(path: Path) -> str:
    """Return the text of a file without the notation around its words."""
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    text = content.decode("utf-8")
    suffix = path.with_suffix("").suffix if path.suffix == ".gz" else path.suffix
    if suffix in {".json", ".jsonl"}:
        rows = text.splitlines() if suffix == ".jsonl" else [text]
        return " ".join(part for row in rows for part in strings(json.loads(row)))
    if suffix in {".svg", ".html"}:
        return html.unescape(TAGS.sub(" ", text))
    if suffix == ".conllu":
        return " ".join(columns_of_conllu(text))
    return TREE_COLUMNS.sub("", MARKUP.sub("", text))


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (each for part in value.values() for each in strings(part))
    elif isinstance(value, list):
        yield from (each for part in value for each in strings(part))


def columns_of_conllu(text: str) -> Iterator[str]:
    """Yield comments and forms; words of several parts are in both and may break a run, the comments do not."""
    for line in text.splitlines():
        yield MARKUP.sub("", line) if line.startswith("#") else line.split("\t")[1] if "\t" in line else line


def corpora() -> list[Path]:
    """Return all files with text; the versions of several annotators repeat the texts of another file."""
    found = sorted(path for path in (SHARED / "data").rglob("*.gz") if "annotators" not in path.name)
    return [SHARED / "seed" / "article.txt", *found]


def corpus_text(path: Path) -> str:
    """Return all texts of a corpus, one after the other."""
    if path.suffix != ".gz":
        return path.read_text("utf-8")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        if path.name.endswith(".jsonl.gz"):
            return "\n".join(part for line in lines for part in texts_of_row(json.loads(line)))
        if path.name.endswith(".conllu.gz"):
            return "\n".join(line.partition("=")[2] for line in lines if line.startswith("# text ="))
        return "\n".join(line.split("\t")[1] for line in lines)


def texts_of_row(row: dict[str, Any]) -> Iterator[str]:
    for name in TEXTS:
        for part in (row, row.get("gold") or {}):
            if isinstance(part.get(name), str):
                yield part[name]
    for sentence in row.get("sentences", ()):
        yield " ".join(token for token, *_ in sentence)


@pytest.mark.skipif(not SHARED.exists() or not (ROOT / ".git").exists(), reason="needs ../shared and git")
def test_no_twelve_words_are_shared_with_a_corpus() -> None:
    shingles = Shingles()
    own = {path: shingles.learn(words(prose(path))) for path in tracked()}
    ours = np.unique(np.concatenate(list(own.values())))
    findings = []
    for path in corpora():
        found = words(corpus_text(path))
        hashes, places = shingles.of(found)
        hit = ours[np.searchsorted(ours[:-1], hashes)] == hashes
        for value, place in zip(hashes[hit], places[hit], strict=True):
            run = found[place : place + LENGTH]
            if not FUNCTION_WORDS.isdisjoint(run):
                files = [str(each.relative_to(ROOT)) for each, held in own.items() if value in held]
                findings.append(f"{', '.join(files)}: {path.name}: {' '.join(run)}")
    assert not findings, f"{len(findings)} runs\n" + "\n".join(sorted(set(findings)))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.py", '    "The dog that barked at the mayor of Lund was seen again "\n    "on the ferry."'),
        ("a.md", "> The **dog** that barked at\n> the mayor of Lund was *seen* again on the ferry!"),
        ("a.toml", "text = '''{The dog that barked at [the mayor of Lund]s1 was [seen]c2 again on the ferry}1'''"),
        ("a.json", '{"text": "The dog that\\nbarked at the mayor of Lund was seen again on the ferry"}'),
        ("a.svg", "<t>The dog that barked at&#160;the</t><t>mayor of Lund was seen again on the ferry</t>"),
        ("a.conllu", "# dog\n1\tThe\tthe\tDET\n2\tdog\tdog\tNOUN\n3\tthat\tthat\tPRON\n4\tbarked\tbark\tVERB\n"),
        ("b.py", "The/DET/2/det dog/NOUN/4/nsubj that/PRON/4/nsubj barked/VERB/0/root at/ADP/7/case the/DET/7/det"),
    ],
)
def test_notation_hides_no_words(name: str, content: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(content, "utf-8")
    found = " ".join(words(prose(tmp_path / name)))
    assert "the dog that barked" in found
    assert found.endswith(("barked", "at the", "the dog that barked at the mayor of lund was seen again on the ferry"))


def test_a_run_is_found_with_any_case_and_punctuation() -> None:
    shingles = Shingles()
    ours = shingles.learn(words("It said the dog that barked didn’t see the mayor of Lund on the ferry"))
    same, _ = shingles.of(words("THE DOG, that barked, did n't see\nthe mayor of Lund on the ferry. Then it slept."))
    other, _ = shingles.of(words("The dog that barked saw the mayor of Lund on the ferry, and then it slept."))
    assert np.isin(same, ours).any()
    assert not np.isin(other, ours).any()
