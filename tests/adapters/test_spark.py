"""The same attributions from Spark, on a local cluster of two workers, as from ``pipe``."""

from __future__ import annotations

import os
import shutil
import sys
from datetime import datetime

import pytest
from attrs import evolve

from quoteattr.adapters import spark as adapter
from quoteattr.errors import InputError, MissingExtraError
from quoteattr.formats import columns
from quoteattr.page.markup import WebPage
from tests.adapters.articles import TEXTS, check


@pytest.fixture(scope="module")
def spark():
    sql = pytest.importorskip("pyspark.sql", reason="comes with quoteattr[spark]")
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("Spark needs Java")
    options = {
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.memory": "512m",
        "spark.sql.session.timeZone": "Europe/Helsinki",
        "spark.ui.enabled": "false",
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)  # otherwise Spark starts the "python3" of the path
        session = sql.SparkSession.builder.master("local[2]").config(map=options).getOrCreate()
        yield session
        session.stop()


@pytest.fixture
def texts(spark):
    return spark.createDataFrame(list(TEXTS.items()), "id string, text string").repartition(2)


def collected(df):
    return [row.asDict(recursive=True) for row in df.collect()]


def test_two_workers_return_the_rows_of_pipe(texts, attributor):
    assert texts.rdd.getNumPartitions() == 2
    error = check(collected(adapter.attribute(texts)), attributor)
    assert all(value is None for name, value in error.items() if name not in ("document_id", "error"))


def test_numbers_hints_and_timestamps_are_passed_to_the_reader(spark, attributor):
    rows = [(7, "unread", TEXTS["closing"], "The Bay Post", datetime(2023, 4, 4, 16, 26).astimezone())]
    df = spark.createDataFrame(rows, "id long, other string, text string, publisher string, published timestamp")
    zone = "+03:00"  # of the session
    [row] = collected(adapter.attribute(df))
    page = WebPage(TEXTS["closing"], publisher="The Bay Post", published=row["published"])
    assert row == columns.rows(evolve(attributor(page), id="7"))[0]
    assert (row["time_date"], row["published"][-6:]) == ("2023-04-03", zone)
    assert datetime.fromisoformat(row["published"]) == rows[0][-1]


def test_parquet_by_spark_has_the_columns_of_the_schema(texts, tmp_path):
    dataset = pytest.importorskip("pyarrow.dataset", reason="comes with quoteattr[spark]")
    adapter.attribute(texts).write.parquet(str(tmp_path / "claims"))
    written = dataset.dataset(tmp_path / "claims").to_table()
    assert written.schema.names == columns.schema().names
    assert written.cast(columns.schema()).num_rows > 1


def test_every_column_has_its_description_as_comment(spark):
    fields = adapter.spark_schema().fields
    assert [field.metadata["comment"] for field in fields] == [column.description for column in columns.COLUMNS]
    assert adapter.spark_schema()["content_spans"].dataType.simpleString() == "array<struct<start:int,end:int>>"


def test_a_missing_column_is_named_before_any_work(texts):
    with pytest.raises(InputError, match="no column 'text'"):
        adapter.attribute(texts.withColumnRenamed("text", "body"))


def test_a_missing_package_is_reported_with_its_command(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyspark.sql.types", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'quoteattr\[spark\]'"):
        adapter.spark_schema()
