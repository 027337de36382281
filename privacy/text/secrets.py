"""Keys, tokens and passwords in text: the forms that services give out, and random-looking words after a cue.

The forms are those of the services' own documentation (prefix, alphabet, length). What it cannot see: a password that
is a word, a key of a form not listed that no cue stands before, one that is cut over lines (but PEM).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from math import log2

from privacy.text.pii.spans import Span

LEAST_ENTROPY = 3.0  # bits a sign; English text of 16 letters has about 2.9, random hexadecimal digits 3.4
_FORMS = (
    r"(?:AKIA|ASIA|AIDA|AROA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])",  # AWS
    r"gh[pousr]_[A-Za-z0-9]{36,255}",  # GitHub
    r"github_pat_[A-Za-z0-9_]{22,255}",
    r"glpat-[A-Za-z0-9_\-]{20,64}",  # GitLab
    r"xox[abeprs]-[A-Za-z0-9\-]{10,250}",  # Slack
    r"xapp-[A-Za-z0-9\-]{20,250}",
    r"https://hooks\.slack\.com/services/[A-Za-z0-9/]{20,100}",
    r"[rs]k_(?:live|test)_[A-Za-z0-9]{16,247}",  # Stripe
    r"whsec_[A-Za-z0-9]{24,64}",
    r"AIza[A-Za-z0-9_\-]{35}",  # Google
    r"ya29\.[A-Za-z0-9_\-]{20,500}",
    r"GOCSPX-[A-Za-z0-9_\-]{28}",
    r"sk-(?:proj-|ant-[a-z0-9]{2,8}-|svcacct-|or-v1-)?[A-Za-z0-9_\-]{20,250}",  # OpenAI and those who imitate it
    r"hf_[A-Za-z0-9]{30,64}",  # Hugging Face
    r"npm_[A-Za-z0-9]{36}",
    r"pypi-[A-Za-z0-9_\-]{16,250}",
    r"dop_v1_[a-f0-9]{64}",  # DigitalOcean
    r"SG\.[A-Za-z0-9_\-]{16,32}\.[A-Za-z0-9_\-]{16,64}",  # SendGrid
    r"key-[a-f0-9]{32}",  # Mailgun
    r"SK[a-f0-9]{32}|AC[a-f0-9]{32}",  # Twilio
    r"shp(?:at|ss|ca|pa)_[a-fA-F0-9]{32}",  # Shopify
    r"sq0(?:atp|csp)-[A-Za-z0-9_\-]{22,43}",  # Square
    r"EAAC[A-Za-z0-9]{20,250}",  # Facebook
    r"[0-9]{8,10}:AA[A-Za-z0-9_\-]{33}",  # Telegram
    r"eyJ[A-Za-z0-9_\-]{8,2000}\.[A-Za-z0-9_\-]{8,2000}(?:\.[A-Za-z0-9_\-]{8,1000})?",  # JWT (RFC 7519)
    r"ssh-(?:rsa|ed25519|dss) [A-Za-z0-9+/]{60,1500}={0,3}",
    r"-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----(?:[^-]{1,4000}-----END [A-Z ]{0,30}PRIVATE KEY-----)?",  # RFC 7468
)
_FORM = re.compile(rf"(?<![A-Za-z0-9_\-])(?:{'|'.join(_FORMS)})")
_CUE = re.compile(
    r"(?i)(?<![a-z])(?:pass(?:word|wd|phrase)?|pwd|passwort|kennwort|mot de passe|contraseña|clave|senha|hasło|wachtwoord|lösenord|"
    r"パスワード|密码|secret|token|api[ _\-]?key|access[ _\-]?key|auth[ _\-]?key|private[ _\-]?key|client[ _\-]?secret|bearer|credentials?)"
    r"[\"']?(?: (?:is|ist|est|es|è|to|är))?\s{0,2}[:=＝：]{0,2}>?\s{0,2}[\"'`]?([^\s\"'`,;<>]{8,200})"
)


def secrets(text: str) -> Iterator[Span]:
    """Keys of known forms, and random-looking words after words such as ``password:`` or ``token=``."""
    for found in _FORM.finditer(text):
        yield Span(found.start(), found.end(), "secret", 1.0)
    for found in _CUE.finditer(text):
        value = found[1].rstrip(".)]}")
        if random_looking(value):
            yield Span(found.start(1), found.start(1) + len(value), "secret", 0.8)


def random_looking(text: str) -> bool:
    """Whether a word is more even than words are, and mixes signs: Shannon's entropy of its signs in bits.

    >>> random_looking("hunter2hunter2"), random_looking("x7Kp9-Qm2vTz"), random_looking("configuration")
    (False, True, False)
    """
    kinds = sum(bool(re.search(form, text)) for form in ("[a-z]", "[A-Z]", "[0-9]", r"[^A-Za-z0-9]"))
    return len(text) >= 8 and kinds >= 2 and bool(re.search("[0-9]", text)) and entropy(text) >= LEAST_ENTROPY


def entropy(text: str) -> float:
    """Shannon's entropy of the signs, in bits a sign (Shannon 1948).

    >>> entropy("aabb")
    1.0
    """
    return -sum(count / len(text) * log2(count / len(text)) for count in Counter(text).values())
