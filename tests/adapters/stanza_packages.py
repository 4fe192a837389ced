"""Packages as ``stanza.download`` leaves them, made by Stanza's own trainers.

They are tiny and overfitted to a few sentences, so that Stanza's processors reproduce the training annotation of these.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from stanza.models import lemmatizer, parser, tagger, tokenizer

PACKAGE = "tiny"
PARTS = ("tokenize", "pos", "lemma", "depparse")

_SMALL = [
    *("--no_pretrain", "--no_char", "--num_layers", "1", "--hidden_dim", "64", "--deep_biaff_hidden_dim", "64"),
    *("--transformed_dim", "32", "--word_emb_dim", "32", "--dropout", "0", "--word_dropout", "0", "--rec_dropout", "0"),
    *("--max_steps", "80", "--eval_interval", "20"),
]
_NO_NOISE = [
    f"--{option}={value}"
    for option, value in {
        **dict.fromkeys(["dropout", "unit_dropout", "feat_dropout", "feat_unit_dropout", "tok_noise"], 0),
        **dict.fromkeys(["sent_drop_prob", "last_char_drop_prob", "last_char_move_prob"], 0),
        **dict.fromkeys(["comma_typo_prob", "comma_glue_prob", "punct_move_back_prob"], 0),
        **dict.fromkeys(["augment_final_punct_prob", "augment_mid_punct_prob", "shuffle_steps"], 0),
        "steps": 40,
        "eval_steps": 20,
        "lr0": 0.02,
        "max_seqlen": 200,
    }.items()
]


def train(docs: Sequence[Any], folder: Path) -> Path:
    """Trains all ``PARTS`` on parsed documents; the folder can be the ``dir`` of a pipeline."""
    trees, text, labels, split = (str(folder / name) for name in ("trees.conllu", "text.txt", "labels.txt", "mwt.json"))
    Path(trees).write_text("".join(f"{doc:C}\n\n" for doc in docs), encoding="utf-8")
    Path(text).write_text("\n\n".join(doc.text for doc in docs), encoding="utf-8")
    Path(labels).write_text("\n\n".join(map(_labels, docs)), encoding="utf-8")
    Path(split).write_text("[]", encoding="utf-8")
    shared = ["--shorthand", "en_tiny", "--save_name", f"{PACKAGE}.pt", "--cpu"]
    english = [*shared, "--lang", "en"]
    of_trees = ["--train_file", trees, "--eval_file", trees]
    of_text = ["--txt_file", text, "--label_file", labels, "--dev_txt_file", text, "--dev_label_file", labels]
    of_text += ["--dev_conll_gold", trees, "--mwt_json_file", split]
    commands = {
        "tokenize": (tokenizer.main, [*english, *of_text, *_NO_NOISE]),
        "pos": (tagger.main, [*english, *of_trees, *_SMALL]),
        "lemma": (lemmatizer.main, [*shared, *of_trees, "--dict_only"]),
        "depparse": (parser.main, [*english, *of_trees, *_SMALL]),
    }
    for part, (main, arguments) in commands.items():
        main([*arguments, "--save_dir", str(folder / "en" / part)])
    known = {part: {PACKAGE: {}} for part in PARTS}
    resources = {"en": {"lang_name": "English", **known, "packages": {PACKAGE: dict.fromkeys(PARTS, PACKAGE)}}}
    (folder / "resources.json").write_text(json.dumps(resources))
    return folder


def _labels(doc: Any) -> str:
    """Stanza's label for each character: 2 where a sentence ends, 1 where a token does, else 0."""
    labels = ["\n" if character == "\n" else "0" for character in doc.text]
    for sentence in doc.sentences:
        for token in sentence.tokens:
            labels[token.end_char - 1] = "2" if token is sentence.tokens[-1] else "1"
    return "".join(labels)
