"""Readers inside the frameworks and engines that hold the texts. Each module is a thin one over the pipeline."""
