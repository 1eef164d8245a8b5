"""What constructed codings of boundary acts are made of."""

from __future__ import annotations

from typing import Final

ONE_YEAR: Final = "interval=under-2-years"
THREE_YEARS: Final = "interval=2-to-5-years"
SIX_YEARS: Final = "interval=5-years-or-more"
CURRENT: Final = "client-status=current"
FORMER: Final = "client-status=former"
RELATIVE: Final = "client-status=relative"
FORMER_RELATIVE: Final = "client-status=former-client-relative"
CLOSE_FRIEND: Final = "client-status=close-friend"
SUPERVISEE: Final = "client-status=supervisee"
CURRENT_AND_FORMER: Final = "client-status=current,former"

CONTACT_IN_TREATMENT: Final = ("sexual-contact-current-client", CURRENT)
DATING_IN_TREATMENT: Final = ("dating-current-client", CURRENT)
CONTACT_AFTER: Final = ("sexual-contact-former-client", FORMER)
CONTACT_AFTER_SHAM: Final = ("sexual-contact-former-client,ended-to-date", FORMER)
DATING_AFTER: Final = ("dating-former-client", FORMER)
CONTACT_WITH_RELATIVE: Final = ("sexual-contact-client-relative", RELATIVE)
DATING_A_RELATIVE: Final = ("dating-client-relative", RELATIVE)
CONTACT_WITH_FORMER_RELATIVE: Final = ("sexual-contact-former-client-relative", FORMER_RELATIVE)
DATING_A_FORMER_RELATIVE: Final = ("dating-former-client-relative", FORMER_RELATIVE)
CONTACT_WITH_FRIEND: Final = ("sexual-contact-client-close-friend", CLOSE_FRIEND)
DATING_A_FRIEND: Final = ("dating-client-close-friend", CLOSE_FRIEND)
CONTACT_WITH_SUPERVISEE: Final = ("sexual-contact-supervisee", SUPERVISEE)
DATING_A_SUPERVISEE: Final = ("dating-supervisee", SUPERVISEE)
FORMER_PARTNER: Final = ("former-partner-as-client",)
KISS: Final = "physical-sexual-advance"
PROPOSAL: Final = "verbal-sexual-advance"
ADVANCE: Final = "sexual-advance"
SEXUAL_TALK: Final = "sexualised-talk"
DECLARATION: Final = "declares-love-to-client"
INVITATION: Final = "asks-client-out"

#: What is coded: codes of boundary-act, then other variables as `variable=value`.
Values = tuple[str, ...]
#: What it says in words, what is coded, the answer.
Case = tuple[str, Values, str]
