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


def web_address(url: str | None) -> str | None:
    """The URL if it is one of the web (http, https or without a scheme); None for ``javascript:`` and the like."""
    text = (url or "").strip()
    scheme, colon, rest = text.partition(":")
    if not text or (colon and scheme.lower() not in ("http", "https") and not rest[:1].isdigit()):
        return None
    return text


def _names_an_article(canonical: str) -> bool:
    """Whether a canonical URL leads beyond a site's front page."""
    return "/" in canonical.removeprefix("https://") or "?" in canonical


def _is_noise(key: str) -> bool:
    return key in _NOISE or key.startswith("utm_")


def article_id(url: str | None, text: str) -> str:
    """16 hexadecimal digits from the canonical URL, else from the text with its spaces evened out.

    A site's front page names no article, so the text decides there too.
    """
    address = web_address(url)
    canonical = canonical_url(address) if address else ""
    key = canonical if _names_an_article(canonical) else " ".join(text.split())
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:16]


def content_hash(text: str) -> str:
    """SHA-256 of the text."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
