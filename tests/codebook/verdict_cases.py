"""Constructed codings of boundary acts, and what each of seven standards says of them."""

from __future__ import annotations

from typing import Final

ONE_YEAR: Final = "interval=under-2-years"
THREE_YEARS: Final = "interval=2-to-5-years"
SIX_YEARS: Final = "interval=5-years-or-more"
CURRENT: Final = "client-status=current"
FORMER: Final = "client-status=former"
RELATIVE: Final = "client-status=relative"
FORMER_RELATIVE: Final = "client-status=former-client-relative"

CONTACT_IN_TREATMENT: Final = ("sexual-contact-current-client", CURRENT)
CONTACT_WITH_RELATIVE: Final = ("sexual-contact-client-relative", RELATIVE)
CONTACT_AFTER: Final = ("sexual-contact-former-client", FORMER)
CONTACT_AFTER_SHAM: Final = ("sexual-contact-former-client,ended-to-date", FORMER)
DATING_AFTER: Final = ("dating-former-client", FORMER)
KISS: Final = "physical-sexual-advance"

#: What is coded: codes of boundary-act, then other variables as `variable=value`.
Values = tuple[str, ...]
#: What it says in words, what is coded, the answer.
Case = tuple[str, Values, str]

APA_10_05: Final[tuple[Case, ...]] = (
    ("contact in treatment is prohibited", CONTACT_IN_TREATMENT, "prohibited"),
    ("the standing need not be coded", CONTACT_IN_TREATMENT[:1], "prohibited"),
    ("dating in treatment is open", ("dating-current-client", CURRENT), "undetermined"),
    ("a kiss in treatment is open", (KISS, CURRENT), "undetermined"),
    ("a kiss of a standing not coded is open", (KISS,), "undetermined"),
    ("a kiss after treatment is another rule's", (KISS, FORMER, ONE_YEAR), "not-engaged"),
    ("an advance not told how is open", ("sexual-advance", CURRENT), "undetermined"),
    ("words are no intimacy", ("verbal-sexual-advance", CURRENT), "not-engaged"),
    ("contact after treatment is another rule's", (*CONTACT_AFTER, ONE_YEAR), "not-engaged"),
)

APA_10_06: Final[tuple[Case, ...]] = (
    ("contact with a relative is prohibited", CONTACT_WITH_RELATIVE, "prohibited"),
    (
        "ending treatment does not get round it",
        ("sexual-contact-former-client-relative,ended-to-date", FORMER_RELATIVE),
        "prohibited",
    ),
    (
        "any sham ending will do",
        ("sexual-contact-former-client-relative,sham-termination", FORMER_RELATIVE),
        "prohibited",
    ),
    (
        "a former client's relative is not spoken of",
        ("sexual-contact-former-client-relative", FORMER_RELATIVE),
        "not-engaged",
    ),
    ("dating a relative is open", ("dating-client-relative", RELATIVE), "undetermined"),
    (
        "dating one after a sham ending is open",
        ("dating-former-client-relative,ended-to-date", FORMER_RELATIVE),
        "undetermined",
    ),
    (
        "dating a former client's relative is not spoken of",
        ("dating-former-client-relative", FORMER_RELATIVE),
        "not-engaged",
    ),
    ("a kiss of a relative is open", (KISS, RELATIVE), "undetermined"),
    (
        "a kiss after a sham ending is open",
        (f"{KISS},ended-to-date", FORMER_RELATIVE),
        "undetermined",
    ),
    ("a friend is not spoken of", ("sexual-contact-client-close-friend",), "not-engaged"),
    ("a client is another rule's", CONTACT_IN_TREATMENT, "not-engaged"),
)

APA_10_08: Final[tuple[Case, ...]] = (
    ("contact after a year is prohibited", (*CONTACT_AFTER, ONE_YEAR), "prohibited"),
    ("after three years restricted", (*CONTACT_AFTER, THREE_YEARS), "restricted"),
    ("after six years restricted still", (*CONTACT_AFTER, SIX_YEARS), "restricted"),
    ("an interval not coded leaves it open", CONTACT_AFTER, "undetermined"),
    ("so does one not told", (*CONTACT_AFTER, "interval=cannot-tell"), "undetermined"),
    ("so does a standing that denies it", (CONTACT_AFTER[0], CURRENT), "undetermined"),
    ("dating after a year is open", (*DATING_AFTER, ONE_YEAR), "undetermined"),
    ("a kiss after six years is open", (KISS, FORMER, SIX_YEARS), "undetermined"),
    ("contact in treatment is another rule's", CONTACT_IN_TREATMENT, "not-engaged"),
)

ACA_A_5: Final[tuple[Case, ...]] = (
    ("contact in treatment is prohibited", CONTACT_IN_TREATMENT, "prohibited"),
    ("dating in treatment is prohibited", ("dating-current-client", CURRENT), "prohibited"),
    ("contact with a relative is prohibited", CONTACT_WITH_RELATIVE, "prohibited"),
    ("dating a relative is prohibited", ("dating-client-relative", RELATIVE), "prohibited"),
    ("a former partner as client is prohibited", ("former-partner-as-client",), "prohibited"),
    ("a kiss in treatment is prohibited", (KISS, CURRENT), "prohibited"),
    ("a kiss of a relative is prohibited", (KISS, RELATIVE), "prohibited"),
    ("contact after a year is prohibited", (*CONTACT_AFTER, ONE_YEAR), "prohibited"),
    ("after three years prohibited still", (*CONTACT_AFTER, THREE_YEARS), "prohibited"),
    ("after six years restricted", (*CONTACT_AFTER, SIX_YEARS), "restricted"),
    ("dating after three years is prohibited", (*DATING_AFTER, THREE_YEARS), "prohibited"),
    ("dating after six years is restricted", (*DATING_AFTER, SIX_YEARS), "restricted"),
    ("a kiss after three years is prohibited", (KISS, FORMER, THREE_YEARS), "prohibited"),
    ("a kiss after six years is restricted", (KISS, FORMER, SIX_YEARS), "restricted"),
    (
        "a former client's relative is prohibited after three years",
        ("dating-former-client-relative", FORMER_RELATIVE, THREE_YEARS),
        "prohibited",
    ),
    (
        "and restricted after six",
        ("sexual-contact-former-client-relative", FORMER_RELATIVE, SIX_YEARS),
        "restricted",
    ),
    ("an interval not coded leaves it open", DATING_AFTER, "undetermined"),
    ("a declaration in treatment is open", ("declares-love-to-client", CURRENT), "undetermined"),
    (
        "an invitation after six years is open",
        ("asks-client-out", FORMER, SIX_YEARS),
        "undetermined",
    ),
    ("an advance not told how is open", ("sexual-advance", CURRENT), "undetermined"),
    (
        "a declaration does not open what six years restrict",
        ("dating-former-client,declares-love-to-client", FORMER, SIX_YEARS),
        "restricted",
    ),
    (
        "a declaration in treatment may be graver than the dating after it",
        (
            "dating-former-client,declares-love-to-client",
            "client-status=current,former",
            SIX_YEARS,
        ),
        "undetermined",
    ),
    ("treating an acquaintance is open", ("treats-acquaintance",), "undetermined"),
    (
        "a declaration to a prospective client is not spoken of",
        ("declares-love-to-client", "client-status=prospective"),
        "not-engaged",
    ),
    ("a friend is not spoken of", ("dating-client-close-friend",), "not-engaged"),
)

CAL_CIV_43_93: Final[tuple[Case, ...]] = (
    ("contact in treatment is prohibited", CONTACT_IN_TREATMENT, "prohibited"),
    ("contact after a year is prohibited", (*CONTACT_AFTER, ONE_YEAR), "prohibited"),
    ("after three years permitted", (*CONTACT_AFTER, THREE_YEARS), "permitted"),
    ("after six years permitted", (*CONTACT_AFTER, SIX_YEARS), "permitted"),
    (
        "after six years prohibited by deception",
        (f"{CONTACT_AFTER[0]},therapeutic-deception", FORMER, SIX_YEARS),
        "prohibited",
    ),
    (
        "by deception prohibited whatever the interval",
        (f"{CONTACT_AFTER[0]},therapeutic-deception", FORMER),
        "prohibited",
    ),
    ("an interval not coded leaves it open", CONTACT_AFTER, "undetermined"),
    ("dating in treatment is open", ("dating-current-client", CURRENT), "undetermined"),
    ("a kiss in treatment is open", (KISS, CURRENT), "undetermined"),
    (
        "dating in treatment may be graver than contact after it",
        (f"{CONTACT_AFTER[0]},dating-current-client", "client-status=current,former", SIX_YEARS),
        "undetermined",
    ),
    (
        "dating beside contact opens nothing after six years",
        (f"{CONTACT_AFTER[0]},dating-former-client", FORMER, SIX_YEARS),
        "permitted",
    ),
    ("dating after a year is open", (*DATING_AFTER, ONE_YEAR), "undetermined"),
    ("a kiss after a year is open", (KISS, FORMER, ONE_YEAR), "undetermined"),
    ("a relative is not spoken of", CONTACT_WITH_RELATIVE, "not-engaged"),
)

INDEPENDENT: Final = "referral=made-independent"

CAL_BPC_729: Final[tuple[Case, ...]] = (
    ("contact in treatment is prohibited", CONTACT_IN_TREATMENT, "prohibited"),
    ("a referral is no excuse for it", (*CONTACT_IN_TREATMENT, INDEPENDENT), "prohibited"),
    (
        "contact after a sham ending is prohibited with no referral",
        (*CONTACT_AFTER_SHAM, "referral=not-made"),
        "prohibited",
    ),
    (
        "and where none was called for",
        (*CONTACT_AFTER_SHAM, "referral=not-applicable"),
        "prohibited",
    ),
    (
        "and with one by the therapist alone",
        (*CONTACT_AFTER_SHAM, "referral=made-by-therapist"),
        "prohibited",
    ),
    ("an independent one permits it", (*CONTACT_AFTER_SHAM, INDEPENDENT), "permitted"),
    ("one not told how leaves it open", (*CONTACT_AFTER_SHAM, "referral=made"), "undetermined"),
    ("so does one not coded", CONTACT_AFTER_SHAM, "undetermined"),
    (
        "any sham ending will do",
        (f"{CONTACT_AFTER[0]},sham-termination", FORMER, "referral=not-made"),
        "prohibited",
    ),
    ("contact after an honest ending is permitted", (*CONTACT_AFTER, ONE_YEAR), "permitted"),
    (
        "a kiss in treatment may be graver",
        (f"{CONTACT_AFTER[0]},{KISS}", "client-status=current,former"),
        "undetermined",
    ),
    ("dating in treatment is open", ("dating-current-client", CURRENT), "undetermined"),
    ("dating after treatment is open", DATING_AFTER, "undetermined"),
    ("a kiss after treatment is open", (KISS, FORMER), "undetermined"),
    ("a relative is not spoken of", CONTACT_WITH_RELATIVE, "not-engaged"),
)

NASW_1_09: Final[tuple[Case, ...]] = (
    ("contact in treatment is prohibited", CONTACT_IN_TREATMENT, "prohibited"),
    ("contact after a year is prohibited", (*CONTACT_AFTER, ONE_YEAR), "prohibited"),
    ("after six years prohibited still", (*CONTACT_AFTER, SIX_YEARS), "prohibited"),
    ("the interval need not be coded", CONTACT_AFTER, "prohibited"),
    ("contact with a relative is prohibited", CONTACT_WITH_RELATIVE, "prohibited"),
    ("so is contact with a friend", ("sexual-contact-client-close-friend",), "prohibited"),
    ("a former partner as client is prohibited", ("former-partner-as-client",), "prohibited"),
    (
        "a former client's relative is open",
        ("sexual-contact-former-client-relative", FORMER_RELATIVE),
        "undetermined",
    ),
    ("dating in treatment is open", ("dating-current-client", CURRENT), "undetermined"),
    ("dating after treatment is open", (*DATING_AFTER, SIX_YEARS), "undetermined"),
    ("dating a friend is open", ("dating-client-close-friend",), "undetermined"),
    ("a kiss of a relative is open", (KISS, RELATIVE), "undetermined"),
    (
        "a kiss of a supervisee is not spoken of",
        (KISS, "client-status=supervisee"),
        "not-engaged",
    ),
)

CASES: Final = {
    "apa-10-05": APA_10_05,
    "apa-10-06": APA_10_06,
    "apa-10-08": APA_10_08,
    "aca-a-5": ACA_A_5,
    "cal-civ-43-93": CAL_CIV_43_93,
    "cal-bpc-729": CAL_BPC_729,
    "nasw-1-09": NASW_1_09,
}

VERDICTS: Final = tuple(CASES)

#: What is the same under every standard.
EVERYWHERE: Final = {
    "none": "not-engaged",
    "social-outing": "not-engaged",
    "comforting-touch": "not-engaged",
    "flirting": "not-engaged",
    "sexual-contact-supervisee": "not-engaged",
    "cannot-tell": "undetermined",
    "sexual-romantic": "undetermined",
    "sexual-contact": "undetermined",
}

#: An act that each standard forbids, as one that the coder is not sure of.
DOUBTED: Final = dict.fromkeys(VERDICTS, "social-outing,maybe:sexual-contact-current-client") | {
    "apa-10-06": "social-outing,maybe:sexual-contact-client-relative",
    "apa-10-08": "social-outing,maybe:sexual-contact-former-client",
}

#: Acts of which the coder is not sure, and what they make of the headline.
UNSURE: Final = {
    "maybe:social-outing": "no",
    "maybe:harms-by-power": "undetermined",
    "maybe:social-outing,maybe:harms-by-power": "undetermined",
    "dating,maybe:harms-by-power": "yes",
}

#: What a relationship is called of which nothing is coded.
NOTHING: Final = "nothing"
