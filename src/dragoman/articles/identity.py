"""What makes two documents the same article: canonical URL, id, hash."""

from __future__ import annotations

import hashlib
from urllib.parse import parse_qsl, urlencode, urlsplit

_NOISE = {"fbclid", "gclid"}


def canonical_url(url: str) -> str:
    """The URL without what does not tell articles apart: scheme, ``www.``, fragment, tracking, last slash."""
    url = url.strip()
    try:
        parts = urlsplit(url if "://" in url else f"http://{url}")
        host = (parts.hostname or "").removeprefix("www.")
        port = parts.port
    except ValueError:
        return url
    if port and port not in (80, 443):
        host = f"{host}:{port}"
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    query = urlencode([(k, v) for k, v in pairs if not _is_noise(k.lower())])
    return f"https://{host}{parts.path.rstrip('/')}" + (f"?{query}" if query else "")


def _is_noise(key: str) -> bool:
    return key in _NOISE or key.startswith("utm_")


def article_id(url: str | None, text: str) -> str:
    """16 hexadecimal digits from the canonical URL, else from the text with its spaces evened out."""
    key = canonical_url(url) if url and url.strip() else " ".join(text.split())
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:16]


def content_hash(text: str) -> str:
    """SHA-256 of the text."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
