"""Personal data: told by values under innocent names, not seen in look-alikes."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from faker import Faker

from privacy.text.pii import checksums
from privacy.text.pii.lots import Lot
from synth.tabular import pii

LOCALES = ("en_US", "de_DE", "fr_FR", "pl_PL", "es_ES", "it_IT", "en_GB", "ja_JP")
PROVIDERS = {
    "name": "name",
    "first_name": "first_name",
    "last_name": "last_name",
    "street_address": "address",
    "city": "city",
    "phone_number": "phone",
    "email": "email",
    "iban": "iban",
    "credit_card_number": "card",
    "user_name": "user_name",
    "ipv4": "ip",
    "ipv6": "ip",
    "url": "url",
}
NATIONAL = {"en_US": "us_ssn", "fr_FR": "fr_nir", "pl_PL": "pl_pesel", "it_IT": "it_cf", "en_GB": "uk_nino"}
POSTCODES = ("en_GB", "pl_PL")  # of these locales the form alone says so
MISSED = {("fr_FR", "city")}  # some of Faker's French cities are but last names

# Written by people, not by Faker: names in the news and on maps.
PRESIDENTS = (
    "George Washington;John Adams;Thomas Jefferson;James Madison;James Monroe;Andrew Jackson;Martin Van Buren;Zachary "
    "Taylor;Millard Fillmore;Franklin Pierce;James Buchanan;Abraham Lincoln;Ulysses Grant;Rutherford Hayes;Chester "
    "Arthur;Grover Cleveland;William McKinley;Theodore Roosevelt;Woodrow Wilson;Warren Harding;Calvin Coolidge"
)
REAL = {
    "presidents": ("name", PRESIDENTS),
    "chancellors": ("name", "Angela Merkel;Gerhard Schröder;Helmut Kohl;Willy Brandt;Konrad Adenauer;Ludwig Erhard"),
    "ministers": ("name", "Emmanuel Macron;François Hollande;Nicolas Sarkozy;Jacques Chirac;Georges Pompidou"),
    "physicists": ("name", "Einstein, Albert;Curie, Marie;Bohr, Niels;Heisenberg, Werner;Fermi, Enrico;Born, Max"),
    "capitals": ("name", "MARIA GARCIA;JOSE MARTINEZ;ANNA KOWALSKA;PETER SMITH;LAURA ROSSI;JAN NOWAK"),
    "small": ("name", "maria garcia;jose martinez;peter smith;laura rossi;jan nowak"),
    "cities": (
        "city",
        "London;Berlin;Madrid;Rome;Paris;Vienna;Hamburg;Warsaw;Budapest;Barcelona;Prague;Sofia;Stockholm;Amsterdam;"
        "Copenhagen;Athens;Oslo;Munich;Lyon;Lisbon;Dublin;Brussels;Helsinki;Riga;Tallinn",
    ),
    "streets": ("address", "350 Fifth Avenue;221B Baker Street;10 Downing Street;11 Wall Street;4 Privet Drive"),
    "german streets": ("address", "Hauptstraße 5;Bahnhofstr. 12a;Friedrichstraße 123;Goethestr. 8;Marienplatz 1"),
    "french streets": ("address", "10 rue de Rivoli;5 avenue des Champs-Élysées;12 place de la République"),
    "german phones": ("phone", "+49 30 901820;030 901820;089/12345678;(0221) 221-0;0711 2160"),
    "american phones": ("phone", "555-234-4567;(555) 234-5678;555.345.6789;1-800-555-0199;+1 555 456 7890"),
    "french phones": ("phone", "01 23 45 67 89;06 12 34 56 78;+33 1 23 45 67 89;04.91.00.00.00"),
    "cards": ("card", "4111 1111 1111 1111;5500-0000-0000-0004;340000000000009;6011000000000004"),
    "users": ("user_name", "jsmith;mmueller82;peter_parker;lrossi;kbrown99;david.jones;mgarcia"),
}
WORDS = {
    "cars": "Ford Focus;Toyota Corolla;Honda Civic;Volkswagen Golf;BMW 320;Audi A4;Tesla Model 3;Renault Clio",
    "drugs": "Aspirin;Ibuprofen;Paracetamol;Metformin;Atorvastatin;Amoxicillin;Lisinopril;Omeprazole",
    "diagnoses": "Diabetes mellitus;Hypertension;Asthma;Migraine;Fracture of femur;Pneumonia;Anemia;Gout",
    "departments": "Sales;Marketing;Human Resources;Finance;Engineering;Legal;Customer Support;Research",
    "books": "War and Peace;Jane Eyre;Emma;Great Expectations;Anna Karenina;Don Quixote;Moby Dick;Hamlet",
    "companies": "Goldman Sachs;Morgan Stanley;General Electric;Wells Fargo;Eli Lilly;Charles Schwab;Home Depot",
    "colours": "Red;Blue;Green;Yellow;Black;White;Brown;Gray;Rose;Violet;Amber;Ruby",
    "jobs": "Baker;Butcher;Carpenter;Cook;Farmer;Fisher;Gardener;Mason;Miller;Potter;Smith;Taylor;Weaver",
    "months": "January;February;March;April;May;June;July;August;September;October;November;December",
    "rooms": "Room 12;Room 14;Hall 3;Court 5;Drive 7;Lane 9",
    "countries": "Germany;France;Jordan;Chad;Georgia;Israel;Cuba;Malta;Kenya;India;China;Paraguay",
    "states": "Virginia;Georgia;Carolina;Dakota;Montana;Washington;Indiana;Florida;Texas;Nevada",
    "roles": "Team Lead;Project Manager;Vice President;Chief Engineer;Sales Rep;Data Scientist",
    "races": "White;Black;Other;Asian-Pac-Islander;Amer-Indian-Eskimo",
}


def codes() -> dict[str, Callable[[], str]]:
    """Makers of numbers and codes that resemble personal data."""
    draw, fake = random.Random(5), Faker("en_US")
    fake.seed_instance(4)
    whole = {
        f"{n} digits": lambda n=n: str(draw.randint(10 ** (n - 1), 10**n - 1)) for n in (5, 6, 8, 9, 10, 11, 13, 15, 16)
    }
    return {
        **whole,
        "orders": lambda: f"ORD-2020-{draw.randint(0, 99999):05}",
        "years": lambda: f"2020-{draw.randint(0, 999999):06}",
        "parts": lambda: f"{draw.choice('ABCD')}{draw.choice('XYZ')}-{draw.randint(100, 999)}-{draw.randint(10, 99)}",
        "zeros": lambda: f"{draw.randint(0, 99999):08}",
        "dashed": lambda: f"{draw.randint(100, 999)}-{draw.randint(1000, 9999)}",
        "three parts": lambda: f"{draw.randint(1, 999):03}-{draw.randint(1, 99):02}-{draw.randint(1, 99999):05}",
        "versions": lambda: f"{draw.randint(0, 9)}.{draw.randint(0, 20)}.{draw.randint(0, 99)}",
        "long versions": lambda: f"{draw.randint(0, 9)}.{draw.randint(0, 20)}.7.{draw.randint(256, 9999)}",
        "sizes": lambda: f"{draw.randint(1, 99)}x{draw.randint(1, 99)} cm",
        "money": lambda: f"{draw.randint(1, 999)}.{draw.randint(0, 99):02} EUR",
        "codes of diseases": lambda: f"{draw.choice('ABCDEFG')}{draw.randint(0, 99):02}.{draw.randint(0, 9)}",
        "decimals": lambda: str(-draw.random() * 10),
        "references": lambda: f"Section {draw.randint(1, 99)}, page {draw.randint(1, 999)}",
        "places": lambda: f"{fake.latitude()}, {fake.longitude()}",
        "notes": lambda: (
            f"{fake.first_name()} called at {draw.randint(1, 99)}, please call back by the end of the street"
        ),
        "two words": lambda: " ".join(fake.words(2)).title(),
        "German dates": lambda: fake.date(pattern="%d.%m.%Y"),
    }


def look_alikes() -> dict[str, list[str]]:
    """Columns that hold nobody: numbers, codes and words."""
    fake = Faker("en_US")
    fake.seed_instance(4)
    provided = (
        "ean13",
        "isbn13",
        "uuid4",
        "md5",
        "mac_address",
        "time",
        "color_name",
        "job",
        "company",
        "catch_phrase",
    )
    provided += (
        "bs",
        "word",
        "country",
        "state",
        "currency_name",
        "sentence",
        "file_name",
        "domain_word",
        "language_name",
    )
    columns = {name: [maker() for _ in range(200)] for name, maker in codes().items()}
    columns |= {name: [str(getattr(fake, name)()) for _ in range(200)] for name in provided}
    return columns | {name: words.split(";") for name, words in WORDS.items()}


def missed(seed: int) -> tuple[int, set[tuple[str, str]]]:
    """How many columns of 200 values Faker made in all locales, and which of them are not told by their values."""
    found, asked = set(), 0
    for locale in LOCALES:
        fake = Faker(locale)
        fake.seed_instance(seed)
        wanted = dict(PROVIDERS) | ({"ssn": NATIONAL[locale]} if locale in NATIONAL else {})
        wanted |= {"postcode": "postcode"} if locale in POSTCODES else {}
        for provider, kind in wanted.items():
            told = pii.recognise([getattr(fake, provider)() for _ in range(200)], "x7")
            asked += 1
            if not told or told[0] != kind:
                found.add((locale, provider))
    return asked, found


def test_values_tell_personal_data_under_an_innocent_name() -> None:
    """Of 111 columns in 8 locales no more than those named above are missed."""
    asked, found = missed(seed=1)
    assert asked == 111 and found <= MISSED


@pytest.mark.parametrize("name", REAL)
def test_values_that_people_wrote_are_told_as_well(name: str) -> None:
    """Names in the news, streets and phones on paper: nothing that Faker made."""
    kind, values = REAL[name]
    found = pii.recognise(values.split(";"), "x7")
    assert found and found[0] == kind


def test_look_alikes_are_not_taken_for_people() -> None:
    """None of the columns of numbers, codes and words is personal; the count of errors is 0."""
    columns = look_alikes()
    assert len(columns) > 50
    assert {name: found for name, values in columns.items() if (found := pii.recognise(values, "x7"))} == {}


@pytest.mark.parametrize(
    ("kind", "published"),
    [
        ("iban", "GB29 NWBK 6016 1331 9268 19"),
        ("iban", "FR14 2004 1010 0505 0001 3M02 606"),
        ("card", "378282246310005"),
        ("de_tax_id", "86095742719"),
        ("pl_pesel", "44051401359"),
        ("es_dni", "12345678Z"),
        ("fr_nir", "2 55 08 14 168 025 38"),
        ("uk_nino", "AB 12 34 56 C"),
        ("it_cf", "RSSMRA85T10A562S"),
    ],
)
def test_published_numbers_are_valid_and_no_changed_digit_is(kind: str, published: str) -> None:
    """Examples of the authorities pass; with one digit changed they do not, where the number has a check digit."""
    valid = checksums.NUMBERS[kind].valid
    bare = checksums.compact(published)
    assert valid(bare)
    if kind == "uk_nino":
        return
    digits = [place for place, sign in enumerate(bare) if sign.isdigit()]
    changed = [f"{bare[:p]}{(int(bare[p]) + 1) % 10}{bare[p + 1 :]}" for p in digits]
    assert not any(map(valid, changed))


@pytest.mark.parametrize("kind", checksums.NUMBERS)
def test_made_numbers_are_valid_and_differ(kind: str) -> None:
    """500 new numbers of each kind pass their own check and hardly repeat."""
    number = checksums.NUMBERS[kind]
    made = [number.make(Lot(b"test", str(index))) for index in range(500)]
    assert all(map(number.valid, made)) and len(set(made)) > 490
