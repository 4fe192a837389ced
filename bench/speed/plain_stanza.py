"""``python -m bench.speed.plain_stanza FOLDER``: models of plain Stanza, only to be timed against.

Stanza's official English models have to be downloaded from a model hub; where that is not possible, these replace them.
They are made with Stanza's own trainers and have the architecture and the sizes of its default package (``combined``
tokenizer, ``combined_charlm`` tagger and parser, ``combined_nocharlm`` lemmatizer, ``ontonotes-ww-multi_charlm``
entities; word vectors of 100 numbers for 250,000 words, two character language models 1,024 wide), or with ``fast``
those of ``default_fast``, which has no character language models. But the vectors and the character language models are
random, and the rest was trained on a few dozen batches of EWT, GUM and Worldwide Newswire: **what they find is
worthless, only their speed counts**, because that follows from the sizes.

Differences from the official models, and which system they favour:

- No expander of multi-word tokens and no output for them in the tokenizer, which splits "don't" itself: Stanza is
  faster here.
- The character vocabulary has the characters of EWT and GUM, not of a billion words: the output layer of the language
  models may take some per cent of their time more or less.
- The word vectors for entities are those of the other parts, 100 numbers; the official ones are another collection.
- The lemmatizer's dictionary comes from EWT and GUM; the official one knows a few more treebanks, so it leaves fewer
  words to the slower network: Stanza is slower here, by part of the time of the lemmatizer.
- A hardly trained parser predicts more cycles that the decoder has to break: Stanza is slower here, by part of the
  time of the decoder. The repair of double subjects and objects is off: Stanza is faster here.
- Entities have both official sets of labels, 18 and 9 kinds, but hardly any are found: Stanza is faster here.

On 20 news texts from PolNeAR the whole lemmatizer and the whole decoder together took 2 % of the time, and 7 % with
``fast``: the differences which make Stanza slower cannot exceed this share.
"""

from __future__ import annotations

import logging
import math
import sys
import tempfile
import time
from collections.abc import Mapping
from itertools import chain
from pathlib import Path
from typing import Any
from unittest.mock import patch

from bench.options import parser
from bench.speed.training_files import TrainingFiles, prepare

PROCESSORS = ("tokenize", "pos", "lemma", "depparse", "ner")
WORDS, WIDTH = 250_000, 100  # the size of the official word vectors

# The sizes of the official models, which are the defaults of Stanza's trainers.
SIZES: Mapping[str, Mapping[str, int | str]] = {
    "charlm": {"char_emb_dim": 100, "char_hidden_dim": 1024, "char_num_layers": 1},
    "tokenize": {"emb_dim": 32, "hidden_dim": 64, "conv_filters": "1,9", "rnn_layers": 1},
    "pos": {
        "hidden_dim": 200,
        "char_hidden_dim": 400,
        "deep_biaff_hidden_dim": 400,
        "composite_deep_biaff_hidden_dim": 100,
        "word_emb_dim": 75,
        "char_emb_dim": 100,
        "tag_emb_dim": 50,
        "transformed_dim": 125,
        "num_layers": 2,
        "char_num_layers": 1,
    },
    "lemma": {"hidden_dim": 200, "emb_dim": 50, "num_layers": 1, "beam_size": 1, "pos_dim": 50, "max_dec_len": 50},
    "depparse": {
        "hidden_dim": 400,
        "char_hidden_dim": 400,
        "deep_biaff_hidden_dim": 400,
        "word_emb_dim": 75,
        "char_emb_dim": 100,
        "tag_emb_dim": 50,
        "transformed_dim": 125,
        "num_layers": 3,
        "char_num_layers": 1,
    },
    "ner": {
        "hidden_dim": 256,
        "char_hidden_dim": 100,
        "word_emb_dim": 100,
        "char_emb_dim": 100,
        "num_layers": 1,
        "char_num_layers": 1,
    },
}
# Batch sizes of the official models. Training uses smaller ones, which a model would otherwise store.
BATCHES: Mapping[str, int] = {"tokenize": 32, "pos": 250, "lemma": 50, "depparse": 5000, "ner": 32}
# How each part is trained, briefly: in batches small enough for a processor, with one evaluation on a few sentences at
# the end where the trainer requires it.
TRAINING: Mapping[str, Mapping[str, int | float]] = {
    "tokenize": {"steps": 500, "eval_steps": 10_000},
    "pos": {"max_steps": 50, "batch_size": 30, "eval_interval": 50},
    "lemma": {"num_epoch": 1, "sample_train": 0.1},
    "depparse": {"max_steps": 60, "batch_size": 800, "eval_interval": 60},
    "ner": {"max_steps": 50, "max_batch_words": 500, "eval_interval": 10_000},
}
_WITH_CHARACTERS = ("pos", "depparse", "ner")


def main() -> None:
    """Make the missing models in the folder."""
    options = parser(__doc__, "shared")
    options.add_argument("folder", type=Path, help="folder of the models, outside the repository")
    options.add_argument("--fast", action="store_true", help="make the models of default_fast as well")
    arguments = options.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    make(arguments.folder, arguments.shared / "data", fast=arguments.fast)


def pipeline(folder: Path, *, fast: bool = False) -> Any:
    """Plain Stanza over the models of the folder; ``fast`` takes those without character language models.

    Raises FileNotFoundError if a model is missing.
    """
    missing = [name for name in _files(fast) if not (folder / name).is_file()]
    if missing:
        command = f"python -m bench.speed.plain_stanza {folder}" + " --fast" * fast
        raise FileNotFoundError(f"no {', '.join(missing)} in {folder}; make them with: {command}")
    import stanza

    return stanza.Pipeline(
        "en",
        dir=str(folder),
        processors=",".join(PROCESSORS),
        download_method=None,
        logging_level="ERROR",
        use_gpu=False,
        **_settings(folder, fast),
    )


def _files(fast: bool) -> list[str]:
    models = [_model(part, fast) for part in PROCESSORS]
    return ["resources.json", "vectors.pt", *([] if fast else ["forward.pt", "backward.pt"]), *models]


def _model(part: str, fast: bool) -> str:
    return f"{part}_fast.pt" if fast and part in _WITH_CHARACTERS else f"{part}.pt"


def _settings(folder: Path, fast: bool) -> dict[str, Any]:
    found: dict[str, Any] = {f"{part}_model_path": str(folder / _model(part, fast)) for part in PROCESSORS}
    found |= {f"{part}_batch_size": size for part, size in BATCHES.items()}
    for part in _WITH_CHARACTERS:
        found[f"{part}_pretrain_path"] = str(folder / "vectors.pt")
        for direction in ("forward", "backward"):
            found[f"{part}_{direction}_charlm_path"] = "" if fast else str(folder / f"{direction}.pt")
    return found


def make(folder: Path, data: Path, *, fast: bool = False) -> None:
    """Makes the models that the folder lacks, with one thread; print the progress to standard error."""
    import torch

    names = dict.fromkeys(_files(False) + _files(True) * fast)
    wanted = [name for name in names if not (folder / name).exists()]
    if not wanted:
        return
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        with tempfile.TemporaryDirectory() as work:
            files = TrainingFiles.of(Path(work))
            prepare(files, data)
            for name in wanted:
                _make_one(folder, name, files)
    finally:
        torch.set_num_threads(threads)


def _make_one(folder: Path, name: str, files: TrainingFiles) -> None:
    began = time.perf_counter()
    part, _, fast = Path(name).stem.partition("_")
    unfinished = files.folder / name
    if part in PROCESSORS:
        train(part, unfinished, folder, files, fast=bool(fast))
    else:
        untrained(part, unfinished, files)
    target = folder / f"{name}.part"  # the folder may be on another disk than the temporary files
    target.write_bytes(unfinished.read_bytes())
    target.replace(folder / name)
    print(f"{name}: {time.perf_counter() - began:.0f} s", file=sys.stderr)


def vectors(path: Path, files: TrainingFiles) -> None:
    """Random word vectors for the words of the treebanks and invented ones."""
    import torch
    from stanza.models.common.pretrain import Pretrain, PretrainedWordVocab
    from stanza.models.common.vocab import VOCAB_PREFIX

    known = dict.fromkeys(word.lower() for word in files.text.read_text("utf-8").split())
    words = [*known, *(f"word-{number}" for number in range(WORDS))][: WORDS - len(VOCAB_PREFIX)]
    made = Pretrain(str(path))
    made._vocab = PretrainedWordVocab(words)
    made._emb = torch.randn(WORDS, WIDTH, generator=torch.Generator().manual_seed(1))
    made.save(str(path))


def untrained(part: str, path: Path, files: TrainingFiles) -> None:
    """Make word vectors, a character language model, or the list of packages, which may be empty."""
    import torch
    from stanza.models import charlm
    from stanza.models.common.char_model import CharacterLanguageModel, build_charlm_vocab

    if part == "resources":
        path.write_text("{}", "utf-8")
    elif part == "vectors":
        vectors(path, files)
    else:
        torch.manual_seed(1)
        settings = charlm.parse_args(["--direction", part, *_options(SIZES["charlm"])])
        vocabulary = {"char": build_charlm_vocab(str(files.text))}
        CharacterLanguageModel(settings, vocabulary, is_forward_lm=part == "forward").save(str(path))


def train(part: str, path: Path, folder: Path, files: TrainingFiles, *, fast: bool) -> None:
    """Trains one part with Stanza's trainer, briefly; vectors and language models are in the folder."""
    from stanza.models import lemmatizer, ner_tagger, parser, tagger, tokenizer
    from stanza.models.common.char_model import CharacterLanguageModel

    logging.getLogger("stanza").setLevel(logging.ERROR)  # the trainers set it to DEBUG when they are imported
    trainers = {"tokenize": tokenizer, "pos": tagger, "lemma": lemmatizer, "depparse": parser, "ner": ner_tagger}
    options = ["--mode", "train", "--cpu", "--shorthand", "en_combined"]
    options += ["--save_dir", str(path.parent), "--save_name", path.name]
    options += [*_options(SIZES[part]), *_options(TRAINING[part])]
    options += _tokenizing(files) if part == "tokenize" else _reading(part, files)
    if part in _WITH_CHARACTERS:
        options += ["--wordvec_pretrain_file", str(folder / "vectors.pt")]
    if part in _WITH_CHARACTERS and not fast:
        options += ["--charlm", "--charlm_shorthand", "en_1billion"]
        for direction in ("forward", "backward"):
            options += [f"--charlm_{direction}_file", str(folder / f"{direction}.pt")]
    with patch.object(CharacterLanguageModel, "forward", _muted):
        trainers[part].main(options)


def _muted(model: Any, characters: Any, *_: object) -> tuple[Any, None, None]:
    """Replace an untrained language model by zeros, since it is not informative and would take most of the time."""
    import torch

    return torch.zeros(*characters.shape, model.hidden_dim()), None, None


def _options(settings: Mapping[str, object]) -> list[str]:
    return list(chain.from_iterable((f"--{name}", str(value)) for name, value in settings.items()))


def _tokenizing(files: TrainingFiles) -> list[str]:
    from stanza.utils.avg_sent_len import avg_sent_len
    from stanza.utils.training.run_tokenizer import default_feat_funcs

    text, labels = str(files.text), str(files.labels)
    longest = math.ceil(avg_sent_len(labels) * 3 / 100) * 100  # as Stanza's own script for training sets it
    features = default_feat_funcs("en")
    options = ["--lang", "en", "--txt_file", text, "--label_file", labels, "--dev_txt_file", text]
    options += ["--dev_label_file", labels, "--mwt_json_file", str(files.nothing), "--no_use_mwt"]
    options += ["--max_seqlen", str(longest)]
    return options + (["--feat_funcs", ",".join(features)] if features else [])


def _reading(part: str, files: TrainingFiles) -> list[str]:
    if part == "ner":
        return ["--train_file", str(files.entities), "--eval_file", str(files.entities)]
    options = ["--train_file", str(files.trees), "--eval_file", str(files.few)]
    options += ["--lang", "en"] * (part != "lemma")
    options += ["--fix_eval_interval"] * (part == "pos")
    return options + ["--no_checkpoint"] * (part == "depparse")


if __name__ == "__main__":
    main()
