"""Names of files, made of the ids of documents, which may be anything."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from attrs import field, frozen

from quoteattr.model import DocumentId

_ENDINGS = {".txt", ".html", ".htm", ".xhtml", ".json"}  # what an id loses that is the name of a file
_LONGEST = 150  # bytes of a name; with its ending it stays below the 255 that file systems allow
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}


@frozen
class FileNames:
    """Gives each document the name of its file: letters, digits, ``_``, ``-`` and ``.`` inside, no two alike."""

    _taken: dict[str, int] = field(factory=dict, init=False)

    def take(self, id: DocumentId | None) -> str:
        """A name made of an id. It differs from earlier ones also where capitals do not count."""
        stem = wanted = _safe("" if id is None else str(id))
        while (key := stem.casefold()) in self._taken:
            self._taken[wanted.casefold()] += 1
            stem = f"{wanted}-{self._taken[wanted.casefold()]}"
        self._taken[key] = 1
        return stem


def _safe(id: str) -> str:
    suffix = Path(id.replace("\0", "")).suffix
    kept = id.removesuffix(suffix) if suffix.lower() in _ENDINGS else id
    # Dots stay only between letters, so that nothing leads out of the folder or is hidden.
    joined = "-".join(re.findall(r"\w+(?:\.\w+)*", unicodedata.normalize("NFC", kept)))
    short = joined.encode("utf-8")[:_LONGEST].decode("utf-8", "ignore").rstrip(".-") or "document"
    return f"document-{short}" if short.partition(".")[0].casefold() in _DEVICES else short
