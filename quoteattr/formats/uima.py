"""UIMA CAS as INCEpTION reads and writes it: XMI with its type system. Needs the extra ``uima``.

The spans of the roles are annotations of the types ``Source``, ``Cue`` and ``Content``. An ``Attribution`` covers
its cue and holds its features, and ``parts``: links with a role and a target, which are slots to INCEpTION.
Offsets in the XML count UTF-16 code units, as UIMA's do; here and in Python they count characters.
"""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from quoteattr.document import Document
from quoteattr.errors import FormatError, needs_extra
from quoteattr.formats.exchange_values import confidence_of, labelled_spans, relation_of, xml_text
from quoteattr.model import ROLES, AnnotatedText, Relation, Span

_PACKAGE = "webanno.custom."
_ATTRIBUTION = f"{_PACKAGE}Attribution"
_LINK = f"{_PACKAGE}AttributionPartsLink"
_FEATURES = ("kind", "act", "polarity", "outlet", "hedged", "confidence")  # named as the fields of an attribution


def uima_type_system() -> str:
    """Return the type system as XML, to be imported into INCEpTION as layers. Raises :class:`MissingExtraError`."""
    _library()
    return files("quoteattr.formats").joinpath("TypeSystem.xml").read_text("utf-8")


def to_uima(document: Document, *, every_polarity: bool = False) -> str:
    """Return the CAS of ``document`` as XMI. Characters that XML cannot hold become U+FFFD.

    Raises :class:`MissingExtraError` where the extra ``uima`` is not installed.
    Claims that are questioned, hypothetical or unsaid are left out, unless ``every_polarity`` is true.
    """
    document = document if every_polarity else document.with_claims_made()
    cassis = _library()
    cas = cassis.Cas(typesystem=cassis.load_typesystem(uima_type_system()), sofa_string=xml_text(document.text))
    types = cas.typesystem
    for attribution in document.attributions:
        marked = labelled_spans(attribution)
        if not marked:
            continue
        links = []
        for each in marked:
            part = types.get_type(_PACKAGE + each.role.capitalize())(begin=each.span.start, end=each.span.end)
            cas.add(part)
            links.append(types.get_type(_LINK)(role=each.role, target=part))
        values = {name: getattr(attribution, name) for name in _FEATURES}
        values["outlet"] = attribution.outlet and xml_text(attribution.outlet)
        values["speaker"] = attribution.speaker and xml_text(attribution.speaker.name)
        first, parts = marked[0].span, types.get_type("uima.cas.FSArray")(elements=links)
        cas.add(types.get_type(_ATTRIBUTION)(begin=first.start, end=first.end, parts=parts, **values))
    return str(cas.to_xmi())


def _library() -> Any:
    with needs_extra("uima", "UIMA needs dkpro-cassis"):
        import cassis
    return cassis


def from_uima(xmi: str, name: str, type_system: str | None = None) -> AnnotatedText:
    """Return the attributions of a CAS, with ``name`` as the id of its text.

    ``type_system`` is the ``TypeSystem.xml`` of an export of INCEpTION; by default it is that of
    :func:`uima_type_system`, and other types are ignored.

    Raises :class:`FormatError` where the XML cannot be read as a CAS or its offsets are not in its text, and
    :class:`MissingExtraError`.
    """
    cassis = _library()
    try:
        types = cassis.load_typesystem(uima_type_system() if type_system is None else type_system)
        cas = cassis.load_cas_from_xmi(xmi, types, lenient=True)
        found = sorted(cas.select(_ATTRIBUTION), key=lambda each: each.xmiID)
    except Exception as error:  # of lxml and cassis, for input that is not a CAS
        raise FormatError(f"{name!r} is no CAS ({type(error).__name__}: {error}); export UIMA CAS XMI") from error
    text = cas.sofa_string
    if text is None:
        raise FormatError(f"{name!r} is a CAS without text; export UIMA CAS XMI")
    try:
        relations = [_relation(each, text, name) for each in found]
    except (AttributeError, TypeError) as error:  # features of other types than those of the layers
        raise FormatError(
            f"{name!r} has an attribution whose parts are no links to spans ({error}); "
            "use the layers of uima_type_system"
        ) from error
    return AnnotatedText(name, text, [each for each in relations if each.source or each.cue or each.content])


def _relation(attribution: Any, text: str, name: str) -> Relation:
    parts: list[tuple[str, list[Span]]] = []
    for link in (attribution.parts.elements or ()) if attribution.parts is not None else ():
        target = link.target
        role = target.type.name.removeprefix(_PACKAGE).lower() if target is not None else ""
        if role in ROLES:
            if not 0 <= target.begin <= target.end <= len(text):
                raise FormatError(
                    f"{name!r}: a {role} at {target.begin} to {target.end} is not in the text of {len(text)} characters"
                )
            parts.append((role, [Span(target.begin, target.end)]))
    return relation_of(parts, confidence_of(getattr(attribution, "confidence", None)))
