"""``make extras``: installs the wheel with each extra alone into an empty environment, and tests the extra.

Prints how long each took to install and how many megabytes it takes. Half an hour for all; names as arguments select
some. Needs the extra ``release``, an index to install from, and Java for ``spark``.
"""

from __future__ import annotations

import subprocess
import sys
import time
import venv
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.options import parser
from bench.places import ROOT
from bench.publish.release import build, run, say

SAID = "The port will close on Friday, Mayor Ada Lund told Reuters."
DOCUMENT = f"import quoteattr; document = quoteattr.load()({SAID!r}, id='port')\n"
SPEAKER = "assert speaker == 'Ada Lund', speaker"
ROWS = "from pathlib import Path; import subprocess, sys\n" + (
    f'Path(\'texts.jsonl\').write_text(\'{{"id": "port", "text": "{SAID}"}}\\n\')\n'
    "def quoteattr(*words): subprocess.run([sys.executable, '-m', 'quoteattr', *words], check=True)\n"
)
# For each extra a program that fails unless the extra works.
TRIALS = {
    "html": "import quoteattr\n"
    f"page = '<html><body><article><h1>Port to close</h1>' + '<p>{SAID} It rained on the quay all day.</p>' * 4\n"
    f"speaker = quoteattr.load().read_html(page).attributions[0].speaker.name; {SPEAKER}",
    "arrow": DOCUMENT + f"speaker = document.to_arrow().column('speaker')[0].as_py(); {SPEAKER}",
    "pandas": DOCUMENT + f"speaker = document.to_pandas()['speaker'][0]; {SPEAKER}",
    "zstd": ROWS + "quoteattr('extract', 'texts.jsonl', '--full', '--out', 'claims.jsonl.zst')\n"
    "quoteattr('export', 'conllu', 'claims.jsonl.zst', '--out', 'trees')",
    "tables": ROWS + "quoteattr('extract', 'texts.jsonl', '--out', 'claims.xlsx')\n"
    "import openpyxl; assert openpyxl.load_workbook('claims.xlsx').active.max_row == 2",
    "remote": ROWS + "quoteattr('extract', Path('texts.jsonl').absolute().as_uri())",
    "audit": DOCUMENT + "assert '<svg' in quoteattr.audit([document]).report()",
    "uima": DOCUMENT + "from quoteattr.formats.uima import from_uima, to_uima\n"
    "assert len(from_uima(to_uima(document), 'port').relations) == 1",
    "serve": "import quoteattr.server\nif __name__ == '__main__':\n"
    "    workers = quoteattr.server.application().state.workers; workers.start(); workers.stop()",
    "spacy": f"import spacy; nlp = spacy.blank('en'); nlp.add_pipe('quoteattr')\n"
    f"speaker = nlp({SAID!r})._.attributions[0].speaker.name; {SPEAKER}",
    "train": "import quoteattr.training.trainer, quoteattr.training.export\n"
    "from quoteattr.training.settings import pretrained_folder; assert pretrained_folder().is_dir()",
    "spark": "import os, sys; os.environ['PYSPARK_PYTHON'] = sys.executable\n"
    "from pyspark.sql import SparkSession; from quoteattr.adapters.spark import attribute\n"
    "spark = SparkSession.builder.master('local[1]').getOrCreate()\n"
    f"rows = attribute(spark.createDataFrame([('port', {SAID!r})], ['id', 'text'])).collect()\n"
    f"speaker = rows[0].speaker; {SPEAKER}",
    "ray": "import ray; from quoteattr.adapters.ray import attribute; ray.init(num_cpus=2)\n"
    f"texts = ray.data.from_items([{{'id': 'port', 'text': {SAID!r}}}])\n"
    f"speaker = attribute(texts, workers=1).take(1)[0]['speaker']; {SPEAKER}",
}


def main() -> int:
    """Tries the extras one after another; returns 1 if one of them does not work."""
    options = parser(__doc__)
    options.add_argument("extras", nargs="*", help=f"some of {', '.join(TRIALS)}; all if left out")
    chosen = options.parse_args().extras or list(TRIALS)
    if unknown := sorted(set(chosen) - set(TRIALS)):
        options.error(f"no extra {unknown[0]!r}: there are {', '.join(TRIALS)}")
    failed = 0
    with TemporaryDirectory() as name:
        [wheel] = build(ROOT, Path(name), "--wheel")
        for extra in chosen:
            with TemporaryDirectory() as folder:
                failed += not tried(wheel, extra, Path(folder))
    return min(failed, 1)


def tried(wheel: Path, extra: str, folder: Path) -> bool:
    """Return True if the extra can be installed alone and works; print its time and size."""
    began = time.monotonic()
    venv.create(folder / "venv", with_pip=True)
    python = str(folder / "venv" / "bin" / "python")
    pip = [python, "-m", "pip", "--disable-pip-version-check"]
    constraints = str(ROOT / "constraints.txt")
    (folder / "work").mkdir()
    try:
        run([*pip, "install", "--quiet", "--constraint", constraints, f"quoteattr[{extra}] @ {wheel.as_uri()}"])
        took = time.monotonic() - began
        run([*pip, "check"])
        run([python, "-I", "-c", TRIALS[extra]], cwd=folder / "work")
    except subprocess.CalledProcessError as error:
        say(f"{extra:8} failed: {error}")
        return False
    size = sum(path.lstat().st_size for path in (folder / "venv").rglob("*")) / 1e6
    say(f"{extra:8} works; {took:.0f} s to install, {size:.0f} MB")
    return True


if __name__ == "__main__":
    sys.exit(main())
