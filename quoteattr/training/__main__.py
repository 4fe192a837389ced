"""Command line of the training: ``python -m quoteattr.training train``, ``export``, ``coreference`` and others."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from quoteattr.errors import InputError, MissingExtraError, QuoteattrError
from quoteattr.training.settings import ENCODERS, HEADS, INSTALL, TrainingSettings, pretrained_folder

if TYPE_CHECKING:
    from quoteattr.annotate.coreference import PairModel

_folder = click.Path(path_type=Path, exists=True, file_okay=False)
_file = click.Path(path_type=Path, exists=True, dir_okay=False)
_data = click.option("--data", type=_folder, required=True, help="Folder with the corpora.")
_pretrained = click.option(
    "--pretrained",
    type=_folder,
    help="Folder of the pretrained encoder, or of a tokenizer.json; that of the installed packages by default.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Train the network and export it as a model folder."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")


@main.command("train")
@click.argument("out", type=click.Path(path_type=Path))
@_data
@_pretrained
@click.option(
    "--encoder",
    type=click.Choice(sorted(ENCODERS)),
    default=TrainingSettings().encoder,
    show_default=True,
    help="Which pretrained encoder to start from.",
)
@click.option(
    "--soft", type=click.Path(exists=True, file_okay=False), multiple=True, help="Folder with a teacher's soft labels."
)
@click.option(
    "--soft-share", default=TrainingSettings().soft_share, help="Share of the soft windows that a pass draws."
)
@click.option("--passes", default=TrainingSettings().passes, show_default=True, help="How often the corpora are read.")
@click.option(
    "--seed", default=TrainingSettings().seed, show_default=True, help="Of the weights, the order and the dropout."
)
@click.option("--threads", default=TrainingSettings().threads, show_default=True, help="Processor threads.")
@click.option(
    "--rate", default=TrainingSettings().encoder_rate, show_default=True, help="Learning rate of the encoder."
)
@click.option("--heads", default=HEADS, show_default=True, help="Learning rate of the heads as a multiple of --rate.")
@click.option("--entities", help="How often a pass reads the entity documents: 1/3 in the first two passes, then 1.")
@click.option(
    "--news", "news_share", default=TrainingSettings().news_share, show_default=True, help="The same for the news."
)
@click.option(
    "--written",
    "written_share",
    default=TrainingSettings().written_share,
    show_default=True,
    help="The same for the annotated articles that were written for this project.",
)
@click.option(
    "--hidden", "hidden_pieces", default=TrainingSettings().hidden_pieces, help="Share of word pieces masked."
)
@click.option(
    "--averaging", default=TrainingSettings().averaging, help="Decay of the averaged weights, for example 0.998."
)
@click.option("--marks", default=TrainingSettings().marks, help="Share of news articles with other quotation marks.")
@click.option("--short", default=TrainingSettings().short, help="Share of news articles cut into short windows.")
@click.option(
    "--bare", default=TrainingSettings().bare, help="Share of news articles without the headline's full stop."
)
@click.option(
    "--freeze-tables",
    "frozen_tables",
    is_flag=True,
    help="Keep the vectors of word pieces and positions, so that 'export --base' can share them.",
)
@click.option("--versions", is_flag=True, help="Draw one of several annotators' versions of an article at each pass.")
@click.option(
    "--start", type=_file, help="Begin with these weights of another run, for example runs/en/pass-4.safetensors."
)
@click.option("--device", default=TrainingSettings().device, show_default=True, help="cpu or cuda.")
def train_command(
    out: Path, data: Path, pretrained: Path | None, start: Path | None, entities: str | None, **numbers: Any
) -> None:
    """Train into the folder OUT, continuing where an earlier run in the same folder stopped."""
    with _said_in_one_line():
        from quoteattr.training.trainer import train

        rate, heads = numbers.pop("rate"), numbers.pop("heads")
        shares = (entities,) if entities else TrainingSettings().entity_shares
        settings = TrainingSettings(encoder_rate=rate, head_rate=heads * rate, entity_shares=shares, **numbers)
        train(data, pretrained or pretrained_folder(settings.encoder), out, settings, start)


@main.command("soften")
@click.argument("out", type=click.Path(path_type=Path))
@_data
@click.option(
    "--teacher", "teachers", type=_file, multiple=True, required=True, help="Checkpoint; several are averaged."
)
@click.option("--tokenizer", type=_file, required=True, help="The tokenizer.json of the teachers' encoder.")
@click.option("--short", is_flag=True, help="Windows of few sentences of the news, some of them in capitals.")
@click.option("--threads", default=TrainingSettings().threads, show_default=True, help="Processor threads.")
def soften_command(
    out: Path, data: Path, teachers: tuple[Path, ...], tokenizer: Path, short: bool, threads: int
) -> None:
    """Write soft labels of the corpora and of DATA/raw_news/*.jsonl.gz into OUT.

    Complete shards of an earlier run are kept, and the run may be stopped: after the annotated articles (with --short
    from the start), the texts are in random order.
    """
    with _said_in_one_line():
        import torch

        from quoteattr.training.distillation import short_texts_to_label, store, texts_to_label

        torch.set_num_threads(threads)
        texts = short_texts_to_label if short else texts_to_label
        store(teachers, tokenizer, texts(data, TrainingSettings().seed), out)


@main.command("publishers")
@click.argument("out", type=click.Path(path_type=Path))
@_data
@click.option("--folds", is_flag=True, help="Print how many publishers are found in five folds of sites, by view.")
def publishers_command(out: Path, data: Path, folds: bool) -> None:
    """Fit the weights by which the publisher of a page is chosen, into the lexicon file OUT."""
    with _said_in_one_line():
        from quoteattr.training.publishers import found_in_folds, train

        pages = data / "pages" / "sites.jsonl.gz"
        train(pages, out)
        for view, (found, held) in found_in_folds(pages).items() if folds else ():
            click.echo(f"{view}: {found} of {held}, {100 * found / held:.1f} %")


@main.command("pages")
@click.argument("out", type=click.Path(path_type=Path))
@_data
@click.option("--passes", default=14, show_default=True, help="How often samples are drawn from the pages.")
@click.option("--seed", default=1, show_default=True, help="Of the weights, the samples and the dropout.")
@click.option("--threads", default=TrainingSettings().threads, show_default=True, help="Processor threads.")
def pages_command(out: Path, data: Path, passes: int, seed: int, threads: int) -> None:
    """Train the line classifier of pages into the model folder OUT."""
    with _said_in_one_line():
        import torch

        from quoteattr.training.pages import train

        torch.set_num_threads(threads)
        train(data, out, passes, seed)


@main.command("restore")
@click.argument("model", type=_folder)
@click.argument("out", type=click.Path(path_type=Path))
def restore_command(model: Path, out: Path) -> None:
    """Write restored.safetensors into OUT, the weights of a model folder, so that a training can --start from them."""
    with _said_in_one_line():
        from quoteattr.training.export import restore

        restore(model, out)


@main.command("shrink")
@click.argument("checkpoint", type=_file)
@click.argument("out", type=click.Path(path_type=Path))
@_data
@click.option("--tokenizer", type=_file, required=True, help="The tokenizer.json of its encoder.")
@click.option("--layers", default=4, show_default=True, help="Layers of the encoder to keep.")
@click.option("--feed-forward", default=768, show_default=True, help="Width of their feed-forward parts.")
@click.option("--pieces", default=20000, show_default=True, help="Size of the vocabulary of word pieces.")
def shrink_command(checkpoint: Path, out: Path, data: Path, tokenizer: Path, **sizes: int) -> None:
    """Write a smaller network, made of parts of CHECKPOINT, into OUT: start.safetensors and tokenizer.json.

    Train it with --start OUT/start.safetensors --pretrained OUT. The word pieces that are kept are the most frequent
    ones in the corpora and in DATA/raw_news/*.jsonl.gz.
    """
    with _said_in_one_line():
        from quoteattr.training.shrink import shrink

        shrink(checkpoint, tokenizer, data, out, **sizes)


@main.command("mean")
@click.argument("checkpoint", type=_file)
@click.argument("other", type=_file)
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--share", default=0.5, show_default=True, help="Share of CHECKPOINT.")
def mean_command(checkpoint: Path, other: Path, out: Path, share: float) -> None:
    """Write the weighted mean of the weights of CHECKPOINT and OTHER into OUT, as mean.safetensors."""
    with _said_in_one_line():
        from quoteattr.training.shrink import mean

        mean(checkpoint, other, out, share)


@main.command("export")
@click.argument("run", type=_folder)
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--checkpoint", required=True, help="Which weights of RUN, for example pass-4.")
@_data
@_pretrained
@click.option("--scores", type=click.Path(path_type=Path, dir_okay=False), help="JSON file of the figures on dev.")
@click.option("--bits", type=click.Choice(["8", "4"]), default="8", show_default=True, help="Bits of a weight.")
@click.option("--base", type=_folder, help="Model folder to share lemmas with, and word pieces if they are the same.")
def export_command(
    run: Path,
    out: Path,
    checkpoint: str,
    data: Path,
    pretrained: Path | None,
    scores: Path | None,
    bits: str,
    base: Path | None,
) -> None:
    """Write the model folder OUT from a checkpoint of the training in RUN.

    The figures in the file of --scores, as bench.accuracy.eval writes it, go into the manifest of the model.
    """
    with _said_in_one_line():
        from quoteattr.training.export import export

        if not (run / f"{checkpoint}.safetensors").is_file():
            known = ", ".join(sorted(path.stem for path in run.glob("*.safetensors"))) or "none"
            raise InputError(f"no checkpoint {checkpoint!r} in {str(run)!r}: it has {known}")
        export(run, checkpoint, pretrained, data, out, _read(scores) if scores else {}, int(bits), base)


@main.command("choices")
@click.argument("teacher", type=_folder)
@click.argument("out", type=click.Path(path_type=Path))
@_data
def choices_command(teacher: Path, out: Path, data: Path) -> None:
    """Add the antecedents that the model folder TEACHER chooses for pronouns of DATA/raw_news to the file OUT.

    The texts are in random order; the command may be stopped, and continues the file.
    """
    with _said_in_one_line():
        import quoteattr
        from quoteattr.annotate.coreference import FILE, load
        from quoteattr.resolve.employers import FEATURE_COUNTS
        from quoteattr.training.coreference import read
        from quoteattr.training.taught import SEED, raw_texts, store

        scorer = load(teacher, FEATURE_COUNTS)
        if scorer is None:
            raise InputError(f"{str(teacher / FILE)!r} is missing: fit the scorer of coreference first")
        pipeline = quoteattr.load(teacher).stanza
        for count in store(raw_texts(data, SEED), lambda texts: read(pipeline, texts), scorer, out):
            click.echo(f"{count} texts")


@main.command("coreference")
@click.argument("model", type=_folder)
@click.option(
    "--form",
    type=click.Choice(["pronoun", "description", "later"]),
    help="Fit this form of mention again, and keep the rest.",
)
@click.option("--taught", type=_file, help="Choices of a larger model for pronouns, as `choices` writes them.")
@_data
def coreference_command(model: Path, form: str | None, taught: Path | None, data: Path) -> None:
    """Fit the pair scorer of coreference to the states of the model folder MODEL, and add it to the folder.

    Reads GUM, GAP and LitBank below --data, and the stories of the clone; the figures go into the manifest. About an
    hour.
    """
    with _said_in_one_line():
        import quoteattr
        from quoteattr.annotate.bundle import MANIFEST, add_to_manifest
        from quoteattr.annotate.coreference import FILE, save
        from quoteattr.training.antecedents import read_corpora, refit
        from quoteattr.training.coreference import read

        kept = _other_weights(model, form) if form else None
        before: dict[str, float] = {}
        if kept is None:
            (model / FILE).unlink(missing_ok=True)
            add_to_manifest(model, {})
        else:
            before = json.loads((model / MANIFEST).read_text(encoding="utf-8"))["dev_scores"].get("coreference", {})
        pipeline = quoteattr.load(model).stanza
        pairs, figures = refit(read_corpora(data, lambda texts: read(pipeline, texts), taught), kept)
        save(model / FILE, pairs)
        add_to_manifest(model, {"coreference": {**before, **figures}})
        click.echo(json.dumps(figures, indent=1))


@main.command("employers")
@click.argument("model", type=_folder)
def employers_command(model: Path) -> None:
    """Fit the scorer of implied affiliations to the states of the model folder MODEL, and add it to the folder.

    Reads the articles of the clone; the scorer of coreference must be there. The figures go into the manifest. About
    twenty minutes, with ``en-large`` forty.
    """
    with _said_in_one_line():
        import quoteattr
        from quoteattr.annotate.bundle import add_to_manifest
        from quoteattr.annotate.coreference import FILE, PairModel, save
        from quoteattr.resolve.employers import FORM
        from quoteattr.training.coreference import read
        from quoteattr.training.employers import gold_articles, refit

        kept = _other_weights(model, FORM)
        pipeline = quoteattr.load(model).stanza
        weights, figures = refit(list(gold_articles()), lambda texts: read(pipeline, texts), kept)
        save(model / FILE, PairModel({**kept.weights, FORM: weights}, kept.calibration, kept.kinds))
        add_to_manifest(model, {"implied affiliations": figures})
        click.echo(json.dumps(figures, indent=1))


@main.command("names")
@click.argument("model", type=_folder)
@_data
def names_command(model: Path, data: Path) -> None:
    """Fit the classifier of names to the model folder MODEL, and add it to the folder.

    Reads the articles of the clone, and the newswire and GUM below --data; the scorer of coreference must be there. The
    figures go into the manifest. About twenty minutes, with ``en-large`` an hour.
    """
    with _said_in_one_line():
        import quoteattr
        from quoteattr.annotate.bundle import add_to_manifest
        from quoteattr.annotate.coreference import FILE, PairModel, save
        from quoteattr.resolve.name_kinds import FORM
        from quoteattr.training.antecedents import gum_sources
        from quoteattr.training.coreference import read
        from quoteattr.training.corpora import entity_documents
        from quoteattr.training.employers import gold_articles
        from quoteattr.training.names import refit

        kept = _other_weights(model, FORM)
        newswire = {part: entity_documents(data / "ner" / f"worldwide-{part}.jsonl.gz") for part in ("train", "dev")}
        pipeline = quoteattr.load(model).stanza
        gum = [each.text for each in gum_sources(data).values()]
        weights, figures = refit(list(gold_articles()), newswire, gum, lambda texts: read(pipeline, texts))
        save(model / FILE, PairModel({**kept.weights, FORM: weights}, kept.calibration, kept.kinds))
        add_to_manifest(model, {"names": figures})
        click.echo(json.dumps(figures, indent=1))


@main.command("confidence")
@click.argument("model", type=_folder)
@_data
def confidence_command(model: Path, data: Path) -> None:
    """Fit the curve of ``confidence`` to the scores of the model folder MODEL on PolNeAR dev, and write it there.

    Some minutes.
    """
    with _said_in_one_line():
        import quoteattr
        from quoteattr.formats.annotated import read_gold
        from quoteattr.training.confidence import refit

        gold, reader = read_gold(str(data / "polnear" / "dev.jsonl.gz")), quoteattr.load(model)
        read: dict[str, Any] = {text.id: quoteattr.to_dict(reader(text.text)) for text in gold}
        found = {key: document["attributions"] for key, document in read.items()}
        click.echo(f"expected calibration error across halves: {refit(model, gold, found)} points")


@main.command("inner-cues")
@click.argument("model", type=_folder)
def inner_cues_command(model: Path) -> None:
    """Fit the classifier of cues inside other claims to the model folder MODEL, and add it to the folder.

    Reads the articles of the clone. The figures go into the manifest. Some minutes.
    """
    with _said_in_one_line():
        from quoteattr.annotate.bundle import add_to_manifest, open_bundle
        from quoteattr.annotate.network import INNER_CUES, Network
        from quoteattr.training.corpora import WRITTEN, read_jsonl
        from quoteattr.training.inner_cues import read, refit

        states = Network(open_bundle(model)).states
        paths = sorted(WRITTEN.glob("*.jsonl"))
        classifier, figures = refit([each for path in paths for each in read(read_jsonl(path), path.stem, states)])
        classifier.write(model / INNER_CUES)
        add_to_manifest(model, {"inner cues": figures})
        click.echo(json.dumps(figures, indent=1))


@main.command("refit")
@click.argument("model", type=_folder)
@_data
@click.pass_context
def refit_command(context: click.Context, model: Path, data: Path) -> None:
    """Fit all that depends on the network of the model folder MODEL.

    These are inner cues, coreference, names, employers and confidence.

    About two hours, with ``en-large`` four.
    """
    context.invoke(inner_cues_command, model=model)
    context.invoke(coreference_command, model=model, form=None, taught=None, data=data)
    context.invoke(names_command, model=model, data=data)
    context.invoke(employers_command, model=model)
    context.invoke(confidence_command, model=model, data=data)


def _other_weights(model: Path, form: str) -> PairModel:
    """Remove the weights of a form, which is fitted again, from a model folder; return the others."""
    from quoteattr.annotate.bundle import add_to_manifest
    from quoteattr.annotate.coreference import FILE, load, save
    from quoteattr.resolve.employers import FEATURE_COUNTS

    kept = load(model, FEATURE_COUNTS, without=form)
    if kept is None:
        raise InputError(f"{str(model / FILE)!r} is missing: fit the scorer of coreference first")
    save(model / FILE, kept)
    add_to_manifest(model, {})
    return kept


@contextmanager
def _said_in_one_line() -> Iterator[None]:
    """Report this package's errors, and modules that are not installed, as one line of a failed command."""
    try:
        try:
            yield
        except ModuleNotFoundError as error:
            raise MissingExtraError(f"the module {error.name!r} is not installed: run {INSTALL}") from error
    except QuoteattrError as error:
        raise click.ClickException(str(error)) from error


def _read(path: Path) -> dict[str, Any]:
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"cannot read the scores in {str(path)!r}: {error}") from error
    if not isinstance(value, dict):
        raise InputError(f"the scores in {str(path)!r} are a {type(value).__name__}: write one JSON object")
    return value


if __name__ == "__main__":
    main()
