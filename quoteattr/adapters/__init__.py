"""Integration into frameworks and data engines. Each module is a thin wrapper of the pipeline."""
