"""What others may know of a person, and what they should not learn: proposals by a column's name or its values.

Quasi-identifiers are what linkage attacks have used, from public registers and acquaintance (Sweeney 2002); sensitive
is what laws and custom call so: health, money, belief (GDPR article 9). A person corrects both.
"""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from synth.tabular.pii.kinds import spoken
from synth.tabular.schema import Column, Role

SHARE = 0.9  # of the different values that look alike
FEWEST = 3  # different values of which that is said
_QUASI = re.compile(
    r"(.* )?("
    r"age|born|birth|birth ?(date|day|year)|(date|year|place|country) of birth|dob|birthplace|(date|year) of death"
    r"|sex|gender|race|ethnic(ity| group)?|nationality|citizenship|native (country|language)|mother tongue"
    r"|marital( status)?|civil status|relationship|household( size)?|children"
    r"|education( (num|level|years))?|degree|school|occupation|profession|job( title)?|work ?class|employer"
    r"|(post|postal|zip) ?code|zip|region|county|district|city|town|municipality|country"
    r"|(admission|discharge|admitted|discharged)( (date|day))?|date of (admission|discharge)"
    r")"
)
_SENSITIVE = re.compile(
    r"(.* )?("
    r"diagnos[ie]s|disease|disorder|comorbidit(y|ies)|symptoms?|icd( ?(9|10|11))?( code)?|hiv( status)?|pregnan(t|cy)"
    r"|disability|treatment|therapy|medication|drug|dose|procedure|prognosis|blood (pressure|group|type)|bmi|glucose"
    r"|(test |lab )?results?"
    r"|income|salary|wages?|earnings|pay|wealth|debt|balance|loan( (status|amount))?|credit (score|limit|amount|risk)"
    r"|capital (gain|loss)|default(ed)?|religion|faith|politic(s|al)( .*)?|sexual orientation|convictions?|offences?"
    r")"
)
_SEXES = {"m", "f", "w", "male", "female", "man", "woman", "men", "women", "masculine", "feminine"}
_UNSAID = {"", "d", "u", "x", "o", "other", "unknown", "diverse", "non-binary", "nonbinary", "?"}
_ICD = re.compile(r"[A-TV-Z]\d[0-9A-Z](\.?[0-9A-Z]{1,4})?")  # the form of a code of ICD-10


def proposed(called: str, series: pd.Series[Any], column: Column) -> tuple[Role, str]:
    """The role that a learnt column seems to have, and why; ``plain`` without a reason where nothing speaks for one.

    >>> proposed("marital_status", pd.Series(["single", "married"]), Column(kind="category"))
    ('quasi', 'others may know it of a person, by its name')
    >>> proposed("x7", pd.Series(["F", "M", "F"]), Column(kind="category"))
    ('quasi', 'others may know it of a person, by its values: those of a sex')
    """
    words = spoken(called)
    if _SENSITIVE.fullmatch(words):
        return "sensitive", "others should not learn it of a person, by its name"
    if _QUASI.fullmatch(words):
        return "quasi", "others may know it of a person, by its name"
    if column.kind == "category":
        values = {str(value).strip() for value in series.dropna().unique()}
        lowered = {value.lower() for value in values}
        if len(lowered & _SEXES) > 1 and lowered <= _SEXES | _UNSAID:
            return "quasi", "others may know it of a person, by its values: those of a sex"
        if len(values) >= FEWEST and sum(bool(_ICD.fullmatch(value)) for value in values) >= SHARE * len(values):
            return "sensitive", "others should not learn it of a person, by its values: codes of diagnoses"
    return "plain", ""
