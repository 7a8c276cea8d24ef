"""XML of gold files, read with bounds: plain UTF-8, no document type, no entities, not too deep."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from dragoman.errors import InputError

MAX_DEPTH = 100
_DOCTYPE = re.compile(r"\A[^<]*(?:<\?.*?\?>|<!--.*?-->|\s+)*<!", re.S)


def parse_xml(data: bytes, origin: str) -> ElementTree.Element:
    """The root of a document.

    Args:
        data: the file's bytes, already bounded in size.
        origin: the file, for error messages.

    Raises:
        InputError: not UTF-8, with a document type (whose entities could be made to swell), not well-formed, or
            nested deeper than ``MAX_DEPTH``.
    """
    try:
        source = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{origin}: byte {error.start} is not UTF-8; save the file as UTF-8") from error
    if _DOCTYPE.match(source):
        raise InputError(f"{origin}: has a <!DOCTYPE>, whose entities are not read; remove it")
    try:
        root = ElementTree.fromstring(source)
    except ElementTree.ParseError as error:
        raise InputError(f"{origin}: is not well-formed XML ({error}); give the file as it was published") from error
    level = [root]
    for _ in range(MAX_DEPTH):
        level = [child for element in level for child in element]
    if level:
        raise InputError(f"{origin}: nested more than {MAX_DEPTH} deep; correct it")
    return root
