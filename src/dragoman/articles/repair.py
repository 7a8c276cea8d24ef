"""From bytes to clean text: decoding, mojibake, control characters, line ends, NFC."""

from __future__ import annotations

import re
import unicodedata

import ftfy
import ftfy.bad_codecs

_MAGIC = (
    b"%PDF",
    b"PK\x03\x04",
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"\x7fELF",
    b"\x1f\x8b",
    b"BZh",
    b"7z\xbc\xaf",
    b"\xd0\xcf\x11\xe0",
    b"Rar!",
    b"\xfd7zXZ",
    b"\x28\xb5\x2f\xfd",
    b"RIFF",
    b"OggS",
    b"ID3",
)
_SUSPICIOUS = re.compile("â€|Ã[\u0080-\u00bf\u0192\u2018-\u2122]|Â[\u0080-\u00bf]|â\u0080|\ufffd")
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u2060\ufeff\u00ad\ufff9-\ufffb\ud800-\udfff]")
_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")


class BadBytesError(Exception):
    """Bytes that are no text; ``reason`` is a code of ``reasons``."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason, self.detail = reason, detail


def is_binary(data: bytes) -> bool:
    """Whether the bytes begin like a binary format or hold NUL bytes (UTF-16 with a mark is text)."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return False
    return data.startswith(_MAGIC) or b"\x00" in data


def decode(data: bytes) -> str:
    """Text of the bytes: UTF-8, UTF-16 with a mark, else Windows-1252 where plausible.

    Raises:
        BadBytesError: ``binary`` or ``bad-encoding``.
    """
    if is_binary(data):
        raise BadBytesError("binary", "not a text file; give text, HTML, JSON, CSV, Parquet, a feed or WARC")
    try:
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return data.decode("utf-16")
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("sloppy-windows-1252")
    if _plausible(text):
        return text
    raise BadBytesError("bad-encoding", "neither UTF-8 nor Windows-1252; convert the file to UTF-8")


def _plausible(text: str) -> bool:
    """Mostly ASCII letters and spaces, hardly a control character."""
    sample = text[:20000]
    plain = sum(c.isascii() and (c.isalnum() or c.isspace()) for c in sample)
    return plain >= 0.7 * len(sample) and len(_CONTROL.findall(sample)) <= 0.01 * len(sample)


def repair(text: str) -> str:
    """The text with mojibake undone, control characters gone, line ends ``\\n``, in NFC."""
    if _SUSPICIOUS.search(text):
        text = ftfy.fix_encoding(text)
    text = _ENDS.sub("\n", text)
    text = _CONTROL.sub("", text)
    text = text.replace("\u00a0", " ")
    return unicodedata.normalize("NFC", text).strip()


def one_line(text: str) -> str:
    """Repaired text on one line."""
    return " ".join(repair(text).split())
