"""Small results of ``extract``, made by hand."""

from __future__ import annotations

from typing import Any


def speaker(name: str, type: str | None = "person", **more: Any) -> dict[str, Any]:
    kind = {"unnamed_person": "anonymous", "unnamed_group": "group"}.get(type or "person", type or "person")
    return {"name": name, "kind": kind, "type": type, "role": None, "affiliation": None, "mentions": [], **more}


def claim(text: str, speaker: int | None = 0, cue: str = "say", kind: str = "indirect", **more: Any) -> dict[str, Any]:
    return {
        "kind": kind,
        "content": {"spans": [[0, len(text)]], "text": text},
        "cue": {"spans": [[0, 1]], "text": cue, "lemma": cue},
        "source": None,
        "speaker": speaker,
        "outlet": None,
        "via": [],
        "act": "speech",
        "polarity": "asserted",
        "time": None,
        "confidence": 0.9,
        **more,
    }


def result(
    id: str | int | None,
    speakers: list[dict[str, Any]],
    claims: list[dict[str, Any]],
    *,
    outlet: str | None = None,
    publisher: str | None = None,
    published: str | None = None,
    authors: tuple[str, ...] = (),
) -> dict[str, Any]:
    bylines = [{"start": 0, "end": len(name), "text": name, "name": name, "part": "author"} for name in authors]
    return {
        "id": id,
        "version": 2,
        "article": {
            "headline": None,
            "bylines": bylines,
            "outlet": outlet and {"name": outlet, "kind": "newspaper", "start": None, "end": None},
            "publisher": publisher and {"name": publisher, "kind": "newspaper", "start": None, "end": None},
            "dateline": None,
            "published": published,
        },
        "speakers": [{"id": number, **each} for number, each in enumerate(speakers)],
        "attributions": claims,
    }


LUND = speaker("Ada Lund", role="Mayor", affiliation="Bay City")
OFFICIAL = speaker("a senior official", "unnamed_person")
REPORT = speaker("the report", "document")
ARCHIVE = [
    result(
        "fare",
        [LUND, REPORT],
        [
            claim("the fares of the ferry will not rise before summer", kind="direct"),
            claim("a new line is needed", cue="claim"),
            claim("half of the passengers pay too much", 1),
        ],
        outlet="Reuters",
        publisher="The Bay Post",
        published="2023-04-04T10:00:00",
        authors=("Rosa Vale",),
    ),
    result(
        "reprint",
        [LUND],
        [claim("fares of the ferry would not rise before the summer")],
        outlet="Reuters",
        publisher="Harbour Times",
        published="2023-04-05",
    ),
    result(7, [OFFICIAL], [claim("=1+1"), claim("the mayor is wrong", cue="admit")], publisher="City Ledger"),
    result("none", [], []),
    result(
        "own",
        [speaker("Ms. Ada Lund", role="Mayor"), speaker("residents", None) | {"kind": "group"}],
        [
            claim("the ferry fares will not rise before summer"),
            claim("they were not asked", None),
            claim("nobody came", 1),
        ],
        publisher="City Ledger",
        published="2023-05-01",
    ),
]
