"""Made-up personal data of twelve locales for labelled sentences: what stands in place of ``{iban}`` and the like.

Nothing here is shared with the detector: check digits are computed from the rules' texts a second time, or by Faker.
"""

from __future__ import annotations

import base64
import hashlib
import random
import string
from collections.abc import Callable
from functools import lru_cache

from faker import Faker

DIGIT_WORDS = {
    "en": "zero one two three four five six seven eight nine",
    "de": "null eins zwei drei vier fünf sechs sieben acht neun",
    "fr": "zéro un deux trois quatre cinq six sept huit neuf",
    "es": "cero uno dos tres cuatro cinco seis siete ocho nueve",
    "it": "zero uno due tre quattro cinque sei sette otto nove",
    "pl": "zero jeden dwa trzy cztery pięć sześć siedem osiem dziewięć",
    "pt": "zero um dois três quatro cinco seis sete oito nove",
    "nl": "nul een twee drie vier vijf zes zeven acht negen",
    "sv": "noll ett två tre fyra fem sex sju åtta nio",
}
AT_DOT = {
    "en": ("at", "dot"), "de": ("at", "Punkt"), "fr": ("arobase", "point"), "es": ("arroba", "punto"),
    "it": ("chiocciola", "punto"), "pl": ("małpa", "kropka"), "pt": ("arroba", "ponto"),
    "nl": ("apenstaartje", "punt"), "sv": ("snabel-a", "punkt"),
}  # fmt: skip
HOMOGLYPHS = str.maketrans("aceopxyiABCEHKMOPTX", "асеорхуіАВСЕНКМОРТХ")
MAIL_HOSTS = ("gmail.com", "outlook.com", "web.de", "orange.fr", "acme-corp.co.uk", "uni.edu", "example.org", "mail.nl")
BIRTHDAYS = {
    "en_US": ("%m/%d/%Y", "%B %d, %Y", "%Y-%m-%d"), "en_GB": ("%d/%m/%Y", "%d %B %Y", "%Y-%m-%d"),
    "de_DE": ("%d.%m.%Y", "%Y-%m-%d"), "fr_FR": ("%d/%m/%Y", "%Y-%m-%d"), "es_ES": ("%d/%m/%Y", "%d-%m-%Y"),
    "it_IT": ("%d/%m/%Y", "%d.%m.%Y"), "pl_PL": ("%d.%m.%Y", "%Y-%m-%d"), "pt_BR": ("%d/%m/%Y",),
    "nl_NL": ("%d-%m-%Y", "%Y-%m-%d"), "sv_SE": ("%Y-%m-%d",),
    "ja_JP": ("%Y年%m月%d日", "%Y/%m/%d"), "zh_CN": ("%Y年%m月%d日", "%Y-%m-%d"),
}  # fmt: skip
_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


@lru_cache(maxsize=32)
def faker(locale: str) -> Faker:
    """Faker's generator of the locale."""
    return Faker(locale)


def digits(rng: random.Random, n: int) -> str:
    """A text of n digits."""
    return "".join(rng.choice(string.digits) for _ in range(n))


def drawn(rng: random.Random, signs: str, n: int) -> str:
    """A text of n of the signs."""
    return "".join(rng.choice(signs) for _ in range(n))


def made(locale: str, provider: str, rng: random.Random) -> str:
    """A value of Faker's, as a function of ``rng``."""
    source = faker(locale)
    source.seed_instance(rng.getrandbits(64))
    return str(getattr(source, provider)())


def person(locale: str, rng: random.Random) -> str:
    """A first and a last name; one in five has an initial, two last names, or stands in capitals."""
    first, last = made(locale, "first_name", rng), made(locale, "last_name", rng)
    if locale in ("ja_JP", "zh_CN"):
        return f"{last}{first}" if locale == "zh_CN" or rng.random() < 0.5 else f"{last} {first}"
    return formed(f"{first} {last}", made(locale, "last_name", rng), rng)


def formed(name: str, other: str, rng: random.Random) -> str:
    """The name in one of the forms that names have."""
    first, _, last = name.partition(" ")
    at = rng.random()
    if at < 0.06:
        return f"{first[0]}. {last}"
    if at < 0.11:
        return f"{first} {rng.choice(string.ascii_uppercase[:20])}. {last}"
    if at < 0.15:
        return f"{first} {last}-{other}"
    return name.upper() if at < 0.18 else name


def address(locale: str, rng: random.Random) -> str:
    """A street, a postcode and a city, on one line; one in ten keeps its lines."""
    text = made(locale, "address", rng)
    return text if rng.random() < 0.1 else ", ".join(part.strip(" ,") for part in text.split("\n"))


def email(locale: str, rng: random.Random) -> str:
    """A mail address in ASCII."""
    user = rng.choice(("{f}.{l}", "{f}{n}", "{f}_{l}", "{l}{n}", "info.{l}", "{f}.{l}+tag")).format(
        f=_ascii(made("en_GB" if locale in ("ja_JP", "zh_CN") else locale, "first_name", rng)),
        l=_ascii(made("en_GB" if locale in ("ja_JP", "zh_CN") else locale, "last_name", rng)),
        n=digits(rng, 2),
    )
    return f"{user}@{rng.choice(MAIL_HOSTS)}"


def _ascii(text: str) -> str:
    return "".join(sign for sign in text.lower() if sign in string.ascii_lowercase) or "x"


def phone(locale: str, rng: random.Random) -> str:
    """A phone number in one of the locale's forms."""
    return made(locale, "phone_number", rng)


def iban(locale: str, rng: random.Random) -> str:
    """An account number; every second in groups of four."""
    text = made("en_GB" if locale in ("ja_JP", "zh_CN") else locale, "iban", rng)
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4)) if rng.random() < 0.5 else text


def card(_: str, rng: random.Random) -> str:
    """A card's number; two of three in groups."""
    text = luhn(rng.choice(("4", "51", "55", "2221", "6011")), 16, rng)
    joint = rng.choice((" ", "-", ""))
    return joint.join(text[at : at + 4] for at in range(0, 16, 4))


def luhn(prefix: str, length: int, rng: random.Random) -> str:
    """Digits that begin so and end in Luhn's check digit."""
    body = prefix + digits(rng, length - 1 - len(prefix))
    total = sum(sum(divmod(int(sign) * (2 - at % 2), 10)) for at, sign in enumerate(reversed(body)))
    return body + str(-total % 10)


def _tax_id(rng: random.Random) -> str:
    signs = rng.sample(string.digits, 9)
    if signs[0] == "0":
        signs.reverse()
    signs.insert(rng.randrange(1, 9), signs[4])
    product = 10
    for sign in signs:
        product = ((int(sign) + product) % 10 or 10) * 2 % 11
    text = "".join(signs) + str((11 - product) % 10)
    return text if rng.random() < 0.5 else f"{text[:2]} {text[2:5]} {text[5:8]} {text[8:]}"


def _nhs(rng: random.Random) -> str:
    while True:
        body = digits(rng, 9)
        check = 11 - sum(int(sign) * (10 - at) for at, sign in enumerate(body)) % 11
        if check != 10:
            return f"{body[:3]} {body[3:6]} {body[6:]}{check % 11}"


def _my_number(rng: random.Random) -> str:
    body = digits(rng, 11)
    weights = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
    rest = sum(int(sign) * weight for sign, weight in zip(body, weights, strict=True)) % 11
    return body + str(0 if rest <= 1 else 11 - rest)


def _nir(rng: random.Random) -> str:
    body = f"{rng.choice('12')}{digits(rng, 2)}{rng.randint(1, 12):02}{rng.randint(1, 95):02}{rng.randint(1, 900):03}"
    body += f"{rng.randint(1, 999):03}"
    key = f"{97 - int(body) % 97:02}"
    parts = (body[0], body[1:3], body[3:5], body[5:7], body[7:10], body[10:13], key)
    return rng.choice(("", " ")).join(parts)


NATIONAL: dict[str, Callable[[random.Random], str]] = {
    "en_US": lambda rng: made("en_US", "ssn", rng),
    "en_GB": lambda rng: _nhs(rng) if rng.random() < 0.5 else _nino(rng),
    "de_DE": _tax_id,
    "fr_FR": _nir,
    "es_ES": lambda rng: made("es_ES", rng.choice(("nif", "nie")), rng),
    "it_IT": lambda rng: made("it_IT", "ssn", rng),
    "pl_PL": lambda rng: made("pl_PL", "pesel", rng),
    "pt_BR": lambda rng: made("pt_BR", "cpf", rng),
    "nl_NL": lambda rng: made("nl_NL", "ssn", rng),
    "sv_SE": lambda rng: made("sv_SE", "ssn", rng),
    "ja_JP": _my_number,
    "zh_CN": lambda rng: made("zh_CN", "ssn", rng),
}


def _nino(rng: random.Random) -> str:
    text = f"{rng.choice('ABCEHJLMPRSTWXYZ')}{rng.choice('ABCEHJLMPRSTWXYZ')}{digits(rng, 6)}{rng.choice('ABCD')}"
    spaced = f"{text[:2]} {text[2:4]} {text[4:6]} {text[6:8]} {text[8]}"
    return text if rng.random() < 0.5 else spaced


def birthday(locale: str, rng: random.Random) -> str:
    """A day of birth as the locale writes it."""
    source = faker(locale)
    source.seed_instance(rng.getrandbits(64))
    return source.date_of_birth(minimum_age=18, maximum_age=90).strftime(rng.choice(BIRTHDAYS[locale]))


def ip(_: str, rng: random.Random) -> str:
    """An address of version 4, or 6 in one of four."""
    return made("en_US", "ipv6" if rng.random() < 0.25 else "ipv4_public", rng)


def url_user(locale: str, rng: random.Random) -> str:
    """A web address that holds who somebody is."""
    name = _ascii(made("en_GB" if locale in ("ja_JP", "zh_CN") else locale, "last_name", rng))
    return rng.choice(
        (
            f"https://{name}:{drawn(rng, string.ascii_letters + string.digits, 9)}@db.example.com/main",
            f"https://www.linkedin.com/in/{name}-{digits(rng, 4)}",
            f"https://example.com/users/{name}",
            f"https://app.example.com/login?user={name}&token={drawn(rng, string.hexdigits, 12)}",
        )
    )


def wallet(_: str, rng: random.Random) -> str:
    """A Bitcoin address of the first form (Base58Check) or of the third (Bech32), or one of Ethereum."""
    kind = rng.randrange(3)
    if kind == 0:
        payload = b"\0" + rng.randbytes(20)
        number = int.from_bytes(payload + hashlib.sha256(hashlib.sha256(payload).digest()).digest()[:4], "big")
        text = ""
        while number:
            number, rest = divmod(number, 58)
            text = _BASE58[rest] + text
        return "1" + text
    return bech32(rng) if kind == 1 else "0x" + rng.randbytes(20).hex()


def bech32(rng: random.Random) -> str:
    """A segregated-witness address (BIP 173)."""
    data = [0] + [rng.randrange(32) for _ in range(31)] + [rng.choice((0, 16))]
    check = 1
    for value in [3, 3, 0, 2, 3, *data, 0, 0, 0, 0, 0, 0]:
        top, check = check >> 25, (check & 0x1FFFFFF) << 5 ^ value
        for bit, term in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            check ^= term if top >> bit & 1 else 0
    data += [(check ^ 1) >> 5 * (5 - at) & 31 for at in range(6)]
    return "bc1" + "".join(_BECH32[value] for value in data)


def secret(_: str, rng: random.Random) -> str:
    """A key in one of the forms that services give out; none was ever given."""
    mixed = string.ascii_letters + string.digits
    head = base64.urlsafe_b64encode(b'{"alg":"HS256","typ":"JWT"}').decode().rstrip("=")
    return rng.choice(
        (
            "AK" + "IA" + drawn(rng, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16),
            "gh" + "p_" + drawn(rng, mixed, 36),
            "sk" + "_live_" + drawn(rng, mixed, 24),
            "xo" + "xb-" + digits(rng, 12) + "-" + drawn(rng, mixed, 24),
            "AI" + "za" + drawn(rng, mixed + "-_", 35),
            "sk" + "-proj-" + drawn(rng, mixed, 48),
            "np" + "m_" + drawn(rng, mixed, 36),
            f"{head}.{drawn(rng, mixed, 40)}.{drawn(rng, mixed, 43)}",
        )
    )


PASSPORT_FORMS = {"en_US": "#########", "en_GB": "#########", "de_DE": "C01X#####", "fr_FR": "##AA#####",
                  "es_ES": "AAA######", "it_IT": "AA#######", "pl_PL": "AA#######", "pt_BR": "AA######",
                  "nl_NL": "AAAA#####", "sv_SE": "########", "ja_JP": "AA#######", "zh_CN": "E########"}  # fmt: skip


def passport(locale: str, rng: random.Random) -> str:
    """A passport's number in the form of the country's."""
    form = PASSPORT_FORMS[locale]
    signs = {"#": string.digits, "A": "ACEFGHKLMNPRT"}
    free = locale not in ("de_DE", "zh_CN")
    return "".join(rng.choice(signs[sign]) if sign == "#" or (sign == "A" and free) else sign for sign in form)


def plate(locale: str, rng: random.Random) -> str:
    """A vehicle's plate."""
    if locale in ("fr_FR", "pt_BR"):
        form = "AA-###-AA" if locale == "fr_FR" else "AAA-####"
        return "".join(
            rng.choice("ABCDEFGHJKLMNP") if sign == "A" else rng.choice(string.digits) if sign == "#" else sign
            for sign in form
        )
    if locale == "ja_JP":
        return f"品川 {digits(rng, 3)} さ {rng.randint(10, 99)}-{rng.randint(10, 99)}"
    return f"京A·{digits(rng, 5)}" if locale == "zh_CN" else made(locale, "license_plate", rng)


VALUES: dict[str, Callable[[str, random.Random], str]] = {
    "person": person,
    "first_name": lambda locale, rng: made(locale, "first_name", rng),
    "last_name": lambda locale, rng: made(locale, "last_name", rng),
    "address": address,
    "street": lambda locale, rng: made(locale, "street_address", rng).replace("\n", ", "),
    "email": email,
    "phone": phone,
    "iban": iban,
    "card": card,
    "national_id": lambda locale, rng: NATIONAL[locale](rng),
    "ip": ip,
    "mac": lambda _, rng: made("en_US", "mac_address", rng),
    "birthday": birthday,
    "url_user": url_user,
    "wallet": wallet,
    "passport": passport,
    "plate": plate,
    "secret": secret,
}
