"""Convert a Ray dataset of texts to one of attributions. Needs the extra ``ray``."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

from quoteattr.adapters.arrow import MAX_CHARS, attribute_batch, worker_reader
from quoteattr.errors import needs_extra

if TYPE_CHECKING:
    import pyarrow
    from ray.data import Dataset

__all__ = ["attribute"]

# Ray would retry without limit: a text that kills every worker must end the job with an error.
_RETRIES = 5


class _Reader:
    """One worker: an actor that keeps a loaded model, and the options of ``attribute_batch``."""

    def __init__(self, model: str, threads: int, **options: Any) -> None:
        self._reader = worker_reader(model, threads=threads)
        self._options = options

    def __call__(self, table: pyarrow.Table) -> pyarrow.Table:
        import pyarrow as pa

        return pa.Table.from_batches([attribute_batch(table, self._reader, **self._options)])


def attribute(
    dataset: Dataset,
    *,
    model: str = "en",
    workers: int = 1,
    threads: int = 1,
    batch_size: int = 256,
    include_chrome: bool = False,
    max_chars: int = MAX_CHARS,
) -> Dataset:
    """Return the attributions in the texts of ``dataset``, lazily, with the columns of the Arrow schema.

    The columns of ``dataset`` and the options not named below are those of
    :func:`quoteattr.adapters.arrow.attribute_batch`, and a row that cannot be read is returned as an error row. The
    package must be installed on the nodes.

    ``workers`` actors load ``model``, the name of a bundled one or the path of a folder, and read, each on ``threads``
    processors. ``batch_size`` is the number of texts that a worker receives at once, and that are read again if the
    worker is lost.

    The cluster needs one processor more than the workers use, to read and write files. Without it a warning is
    issued, since Ray would wait without end.

    Raises:
        MissingExtraError: The extra ``ray`` is not installed.
    """
    with needs_extra("ray", "the adapter needs ray"):
        import ray
        from ray.data import ActorPoolStrategy
    wanted = workers * threads
    there = int(ray.cluster_resources().get("CPU", 0)) if ray.is_initialized() else wanted + 1
    if there <= wanted:
        warnings.warn(
            f"the workers take {wanted} of the {there} processors that Ray has now, and files need "
            f"one more: unless the cluster grows, take fewer workers, or call ray.init(num_cpus={wanted + 1}) first",
            RuntimeWarning,
            stacklevel=2,
        )
    # A block is sent to one worker. Ray makes few large ones of small files, so that most workers would be idle.
    blocks = dataset.repartition(target_num_rows_per_block=batch_size)
    reader = {"model": model, "threads": threads, "include_chrome": include_chrome, "max_chars": max_chars}
    with warnings.catch_warnings():
        # Deprecated for Ray 2.64, and in older versions the only means to bound the retries of a worker's task.
        warnings.filterwarnings("ignore", "`ray_remote_args_fn` is deprecated")
        return blocks.map_batches(
            _Reader,
            fn_constructor_kwargs=reader,
            batch_size=batch_size,
            batch_format="pyarrow",
            compute=ActorPoolStrategy(size=workers),
            num_cpus=threads,
            ray_remote_args_fn=lambda: {"max_task_retries": _RETRIES},
        )
