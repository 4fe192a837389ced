"""The same attributions from Ray, on a local cluster with two actors, as from ``pipe``."""

from __future__ import annotations

import shutil
import sys
import tempfile

import pytest

from quoteattr.adapters import ray as adapter
from quoteattr.errors import MissingExtraError
from quoteattr.formats import columns
from tests.adapters.articles import TEXTS, check


@pytest.fixture(scope="module")
def ray():
    pytest.importorskip("ray.data", reason="comes with quoteattr[ray]")
    import ray

    folder = tempfile.mkdtemp(prefix="ray")  # not pytest's: the path of a socket must be short
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        ray.init(  # a processor for each of two workers, and one for files
            num_cpus=3, include_dashboard=False, log_to_driver=False, object_store_memory=100 << 20, _temp_dir=folder
        )  # fmt: skip
        ray.data.DataContext.get_current().enable_progress_bars = False
        yield ray
        ray.shutdown()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def texts(ray):
    return ray.data.from_items([{"id": id, "text": text} for id, text in TEXTS.items()])


def test_two_actors_return_the_rows_of_pipe(texts, attributor):
    check(adapter.attribute(texts, workers=2, batch_size=2).take_all(), attributor)


def test_parquet_is_read_and_written_with_the_columns_of_the_schema(ray, texts, tmp_path):
    dataset = pytest.importorskip("pyarrow.dataset", reason="comes with quoteattr[ray]")
    texts.write_parquet(str(tmp_path / "articles"))
    articles = ray.data.read_parquet(str(tmp_path / "articles"))
    adapter.attribute(articles, workers=2, batch_size=1).write_parquet(str(tmp_path / "claims"))
    assert dataset.dataset(tmp_path / "claims").to_table().cast(columns.schema()).num_rows > 1


@pytest.mark.parametrize(("workers", "threads"), [(3, 1), (1, 3), (2, 2)])
def test_a_warning_is_raised_if_workers_use_all_processors(texts, workers, threads):
    with pytest.warns(RuntimeWarning, match=f"the workers take {workers * threads} of the 3 processors"):
        adapter.attribute(texts, workers=workers, threads=threads)


def test_a_missing_package_is_reported_with_its_command(monkeypatch):
    monkeypatch.setitem(sys.modules, "ray.data", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'quoteattr\[ray\]'"):
        adapter.attribute(None)
