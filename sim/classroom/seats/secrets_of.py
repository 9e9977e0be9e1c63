"""Codes and tokens: what is typed to join, what a phone keeps, what the teacher's link holds."""

from __future__ import annotations

import hashlib
import hmac
import secrets

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Letters of a code: none that looks like a digit."""

CODE_LENGTH = 4


def new_code() -> str:
    """Four letters."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


def same_code(code: str, typed: str) -> bool:
    """Whether the code was typed, whatever the capitals and spaces."""
    plain = "".join(typed[:50].split()).upper()
    return hmac.compare_digest(plain.encode("utf-8", "replace"), code.encode())


def new_token() -> str:
    """What nobody guesses."""
    return secrets.token_urlsafe(24)


def hashed(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token[:200].encode("utf-8", "replace")).hexdigest()


def same_secret(secret: str, given: str) -> bool:
    """Whether a secret was given, in time that does not tell how much of it was right."""
    return hmac.compare_digest(given[:200].encode("utf-8", "replace"), secret.encode())
