"""How the bundled model was made: corpora, network, trainer, exporter. Needs the extra ``train``."""
