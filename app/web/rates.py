"""How many tries a door allows (security.md 3.7). Generous: offices share one address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.adapters.rate_limit import Rate

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR


@dataclass(frozen=True)
class Bucket:
    """Windows of one action: `client` per address of the day, `account` per named account,
    `pair` per address and account, `everyone` for the whole site.

    `refuses`: over the limit is a 429; otherwise the view learns of it and goes on.
    `closes`: when Redis is configured and unreachable the action stops (503); otherwise this
    process counts alone.
    """

    client: Rate | None = None
    pair: Rate | None = None
    account: Rate | None = None
    everyone: Rate | None = None
    refuses: bool = True
    closes: bool = False

    def windows(self) -> Mapping[str, Rate]:
        named = {
            "client": self.client,
            "pair": self.pair,
            "account": self.account,
            "everyone": self.everyone,
        }
        return {name: rate for name, rate in named.items() if rate is not None}


BUCKETS: Mapping[str, Bucket] = {
    # text is never refused outright: shutting the form would be the flooder's success
    "submit": Bucket(client=Rate(10, HOUR), everyone=Rate(200, HOUR), refuses=False),
    # the mark of the desk for a complaint by telephone: few tries, and each mark works once
    "phone_mark": Bucket(client=Rate(10, MINUTE), everyone=Rate(60, MINUTE)),
    "phone_mark_used": Bucket(account=Rate(1, HOUR), refuses=False, closes=True),
    "message": Bucket(client=Rate(30, HOUR), everyone=Rate(600, HOUR), refuses=False),
    # answers to warnings: many more than a person reads in an hour
    "answer": Bucket(account=Rate(60, HOUR), everyone=Rate(2000, HOUR)),
    "upload": Bucket(client=Rate(30, HOUR), refuses=False),
    # five reports of one address in a day are ordinary; from the sixth on they carry a tag
    "burst": Bucket(client=Rate(5, DAY), refuses=False),
    "receipt": Bucket(client=Rate(10, MINUTE), everyone=Rate(120, MINUTE)),
    "join": Bucket(client=Rate(10, HOUR), everyone=Rate(100, HOUR)),
    # a code to a number or address that somebody says is his: nobody's phone may be pestered
    "proof_ask": Bucket(
        client=Rate(6, HOUR), account=Rate(3, DAY), everyone=Rate(200, DAY), closes=True
    ),
    # guesses of one code; the account is the form it was asked with
    "proof_try": Bucket(client=Rate(20, HOUR), account=Rate(5, HOUR), closes=True),
    # its quota bounds what an organisation makes; this is for a script gone wrong
    "vouch": Bucket(account=Rate(60, HOUR), everyone=Rate(600, HOUR)),
    "member_sign_in": Bucket(client=Rate(10, MINUTE), everyone=Rate(60, MINUTE)),
    # codes to mail addresses: nobody may have us fill a mailbox
    "mail_code": Bucket(client=Rate(10, HOUR), everyone=Rate(200, HOUR)),
    "mail_code_member": Bucket(account=Rate(5, DAY), refuses=False),
    "staff_sign_in": Bucket(
        pair=Rate(5, MINUTE),
        account=Rate(20, HOUR),
        everyone=Rate(60, MINUTE),
        closes=True,
    ),
    # a workbook or report that this process has not written yet: half a second of its time
    "figure_document": Bucket(client=Rate(30, MINUTE), everyone=Rate(120, MINUTE)),
    # the quota per member is in the database; this is the whole site's
    "check": Bucket(everyone=Rate(2000, DAY), closes=True),
}

RATES: Mapping[str, Rate] = {
    f"{name}/{window}": rate
    for name, bucket in BUCKETS.items()
    for window, rate in bucket.windows().items()
}
"""What the RateLimiter is made with."""
