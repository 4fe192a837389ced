"""``python -m quoteattr.training train|export``: makes the bundled model anew."""

from __future__ import annotations

import logging
from pathlib import Path

import click

from quoteattr.training.trainer import Settings, train


@click.group()
def main() -> None:
    """Train the network and export it as a model folder."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")


@main.command("train")
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--data", type=click.Path(path_type=Path, exists=True), required=True, help="Folder with the corpora.")
@click.option("--pretrained", type=click.Path(path_type=Path, exists=True), required=True, help="MiniLM folder.")
@click.option("--passes", default=Settings().passes, show_default=True)
@click.option("--seed", default=Settings().seed, show_default=True)
@click.option("--threads", default=Settings().threads, show_default=True)
def train_command(out: Path, data: Path, pretrained: Path, passes: int, seed: int, threads: int) -> None:
    """Train into the folder OUT, going on where an earlier run of the same folder stopped."""
    train(data, pretrained, out, Settings(seed=seed, passes=passes, threads=threads))


if __name__ == "__main__":
    main()
