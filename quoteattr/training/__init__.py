"""Training of the bundled model: corpora, network, trainer, exporter. Needs the extra ``train``."""
