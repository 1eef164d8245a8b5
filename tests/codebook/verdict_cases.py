"""Constructed codings of boundary acts, and what each of fifteen texts says of them."""

from __future__ import annotations

from typing import Final

from client_verdicts import (
    AAMFT_1,
    ACA_A_5,
    APA_10_05,
    APA_10_06,
    APA_10_07,
    APA_10_08,
    NASW_1_09,
    PSYCHIATRISTS_2_1,
)
from verdict_values import (
    ADVANCE,
    CONTACT_AFTER,
    CONTACT_AFTER_SHAM,
    CONTACT_IN_TREATMENT,
    CONTACT_WITH_RELATIVE,
    CONTACT_WITH_SUPERVISEE,
    CURRENT,
    CURRENT_AND_FORMER,
    DATING_A_SUPERVISEE,
    DATING_AFTER,
    DATING_IN_TREATMENT,
    DECLARATION,
    FORMER,
    KISS,
    ONE_YEAR,
    PROPOSAL,
    SEXUAL_TALK,
    SIX_YEARS,
    SUPERVISEE,
    THREE_YEARS,
    Case,
)

NOT_FORBIDDEN: Final = "not-forbidden-by-this-text"

CAL_CIV_43_93: Final[tuple[Case, ...]] = (
    ("contact in treatment is prohibited", CONTACT_IN_TREATMENT, "prohibited"),
    ("contact after a year is prohibited", (*CONTACT_AFTER, ONE_YEAR), "prohibited"),
    ("after three years not forbidden", (*CONTACT_AFTER, THREE_YEARS), NOT_FORBIDDEN),
    ("after six years not forbidden", (*CONTACT_AFTER, SIX_YEARS), NOT_FORBIDDEN),
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
    (
        "a deception without contact is not spoken of",
        (f"{PROPOSAL},therapeutic-deception", CURRENT),
        "not-engaged",
    ),
    ("an interval not coded leaves it open", CONTACT_AFTER, "undetermined"),
    ("so does a standing that denies it", (CONTACT_AFTER[0], CURRENT), "undetermined"),
    ("dating in treatment is open", DATING_IN_TREATMENT, "undetermined"),
    ("a kiss in treatment is no contact", (KISS, CURRENT), "not-engaged"),
    (
        "dating in treatment may be graver than contact after it",
        (f"{CONTACT_AFTER[0]},dating-current-client", CURRENT_AND_FORMER, SIX_YEARS),
        "undetermined",
    ),
    (
        "it does not open what is prohibited after one",
        (f"{CONTACT_AFTER[0]},dating-current-client", CURRENT_AND_FORMER, ONE_YEAR),
        "prohibited",
    ),
    (
        "dating beside contact opens nothing after six years",
        (f"{CONTACT_AFTER[0]},dating-former-client", FORMER, SIX_YEARS),
        NOT_FORBIDDEN,
    ),
    ("dating after a year is open", (*DATING_AFTER, ONE_YEAR), "undetermined"),
    ("a kiss after a year is no contact", (KISS, FORMER, ONE_YEAR), "not-engaged"),
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
    ("an independent one takes it out", (*CONTACT_AFTER_SHAM, INDEPENDENT), NOT_FORBIDDEN),
    ("one not told how leaves it open", (*CONTACT_AFTER_SHAM, "referral=made"), "undetermined"),
    ("so does one not coded", CONTACT_AFTER_SHAM, "undetermined"),
    (
        "any sham ending will do",
        (f"{CONTACT_AFTER[0]},sham-termination", FORMER, "referral=not-made"),
        "prohibited",
    ),
    (
        "a sham ending without contact is not spoken of",
        ("ended-to-date", FORMER, "referral=not-made"),
        "not-engaged",
    ),
    ("contact after an honest ending is not forbidden", (*CONTACT_AFTER, ONE_YEAR), NOT_FORBIDDEN),
    (
        "dating in treatment may be graver",
        (f"{CONTACT_AFTER[0]},dating-current-client", CURRENT_AND_FORMER),
        "undetermined",
    ),
    (
        "it does not open what a sham ending settles",
        (
            f"{CONTACT_AFTER_SHAM[0]},dating-current-client",
            CURRENT_AND_FORMER,
            "referral=not-made",
        ),
        "prohibited",
    ),
    (
        "dating beside contact opens nothing after treatment",
        (f"{CONTACT_AFTER[0]},dating-former-client", FORMER),
        NOT_FORBIDDEN,
    ),
    (
        "a kiss in treatment is no contact and opens nothing",
        (f"{CONTACT_AFTER[0]},{KISS}", CURRENT_AND_FORMER),
        NOT_FORBIDDEN,
    ),
    ("dating in treatment is open", DATING_IN_TREATMENT, "undetermined"),
    ("dating after treatment is open", DATING_AFTER, "undetermined"),
    ("a kiss after treatment is no contact", (KISS, FORMER), "not-engaged"),
    ("a relative is not spoken of", CONTACT_WITH_RELATIVE, "not-engaged"),
)

CONTACT_AND_DATING_A_SUPERVISEE: Final = ("sexual-contact-supervisee,dating-supervisee", SUPERVISEE)
A_KISS_OF_A_CLIENT: Final[Case] = (
    "a kiss of a client is not spoken of",
    (KISS, CURRENT),
    "not-engaged",
)

#: What is not told under texts that speak of sexual relationships, intimacy or involvement alone.
OPEN_ON_SUPERVISEES: Final[tuple[Case, ...]] = (
    ("dating is open", DATING_A_SUPERVISEE, "undetermined"),
    ("a kiss is open", (KISS, SUPERVISEE), "undetermined"),
    ("an advance not told how is open", (ADVANCE, SUPERVISEE), "undetermined"),
    ("words are not spoken of", (PROPOSAL, SUPERVISEE), "not-engaged"),
    A_KISS_OF_A_CLIENT,
)

APA_7_07: Final[tuple[Case, ...]] = (
    ("contact is prohibited", CONTACT_WITH_SUPERVISEE, "prohibited"),
    ("dating beside it opens nothing", CONTACT_AND_DATING_A_SUPERVISEE, "prohibited"),
    *OPEN_ON_SUPERVISEES,
)

PSYCHIATRISTS_4_14: Final[tuple[Case, ...]] = (
    ("contact is restricted, for it may be unethical", CONTACT_WITH_SUPERVISEE, "restricted"),
    ("dating beside it opens nothing", CONTACT_AND_DATING_A_SUPERVISEE, "restricted"),
    *OPEN_ON_SUPERVISEES,
)

#: It says of supervisees what 7.07 does.
AAMFT_4: Final = APA_7_07

ACA_F_3: Final[tuple[Case, ...]] = (
    ("contact is prohibited", CONTACT_WITH_SUPERVISEE, "prohibited"),
    ("dating is prohibited", DATING_A_SUPERVISEE, "prohibited"),
    ("a kiss is prohibited", (KISS, SUPERVISEE), "prohibited"),
    ("an advance in words is open", (PROPOSAL, SUPERVISEE), "undetermined"),
    (
        "beside contact it opens nothing",
        (f"sexual-contact-supervisee,{PROPOSAL}", SUPERVISEE),
        "prohibited",
    ),
    ("an advance not told how is open", (ADVANCE, SUPERVISEE), "undetermined"),
    ("an advance in words to a client is not spoken of", (PROPOSAL, CURRENT), "not-engaged"),
    A_KISS_OF_A_CLIENT,
)

NASW_2_06: Final[tuple[Case, ...]] = (
    ("contact is prohibited", CONTACT_WITH_SUPERVISEE, "prohibited"),
    ("a kiss is prohibited", (KISS, SUPERVISEE), "prohibited"),
    ("an advance in words is prohibited", (PROPOSAL, SUPERVISEE), "prohibited"),
    ("an advance not told how is prohibited", (ADVANCE, SUPERVISEE), "prohibited"),
    ("dating is open", DATING_A_SUPERVISEE, "undetermined"),
    ("flirting is open", ("flirting", SUPERVISEE), "undetermined"),
    ("sexual talk is open", (SEXUAL_TALK, SUPERVISEE), "undetermined"),
    ("dating beside contact opens nothing", CONTACT_AND_DATING_A_SUPERVISEE, "prohibited"),
    ("flirting with a client is not spoken of", ("flirting", CURRENT), "not-engaged"),
    ("a declaration is not spoken of", (DECLARATION, SUPERVISEE), "not-engaged"),
    A_KISS_OF_A_CLIENT,
)

CASES: Final = {
    "apa-2017-10-05": APA_10_05,
    "apa-2017-10-06": APA_10_06,
    "apa-2017-10-07": APA_10_07,
    "apa-2017-10-08": APA_10_08,
    "psychiatrists-2013-2-1": PSYCHIATRISTS_2_1,
    "aca-2014-a-5": ACA_A_5,
    "aamft-2015-1": AAMFT_1,
    "nasw-2021-1-09": NASW_1_09,
    "cal-2021-civ-43-93": CAL_CIV_43_93,
    "cal-2026-bpc-729": CAL_BPC_729,
    "apa-2017-7-07": APA_7_07,
    "psychiatrists-2013-4-14": PSYCHIATRISTS_4_14,
    "aca-2014-f-3": ACA_F_3,
    "aamft-2015-4": AAMFT_4,
    "nasw-2021-2-06": NASW_2_06,
}

VERDICTS: Final = tuple(CASES)

#: Those on supervisees, of whom the others do not speak.
ON_SUPERVISEES: Final = VERDICTS[10:]

#: What is the same under every text.
EVERYWHERE: Final = {
    "none": "not-engaged",
    "social-outing": "not-engaged",
    "comforting-touch": "not-engaged",
    "cannot-tell": "undetermined",
    "sexual-romantic": "undetermined",
}

#: Contact or a romance of which it is not told with whom, and flirting; what the texts say of
#: them that have something to say.
WITH_WHOM_NOT_TOLD: Final = ("sexual-contact", "dating")
OF_FLIRTING: Final = {"nasw-2021-1-09": "undetermined", "nasw-2021-2-06": "undetermined"}

#: An act of which each text speaks, as one that the coder is not sure of.
DOUBTED: Final = (
    dict.fromkeys(VERDICTS, "social-outing,maybe:sexual-contact-current-client")
    | dict.fromkeys(ON_SUPERVISEES, "social-outing,maybe:sexual-contact-supervisee")
    | {
        "apa-2017-10-06": "social-outing,maybe:sexual-contact-client-relative",
        "apa-2017-10-07": "social-outing,maybe:former-partner-as-client",
        "apa-2017-10-08": "social-outing,maybe:sexual-contact-former-client",
    }
)

#: Acts of which the coder is not sure, and what they make of the headline.
UNSURE: Final = {
    "maybe:social-outing": "no",
    "maybe:harms-by-power": "undetermined",
    "maybe:social-outing,maybe:harms-by-power": "undetermined",
    "dating,maybe:harms-by-power": "yes",
}

#: What a relationship is called of which nothing is coded.
NOTHING: Final = "nothing"
