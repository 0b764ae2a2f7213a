"""What one running application owns: made once in the factory, read by every page.

Pages reach it through `app.web.current`; nothing else keeps a global.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from app.adapters.assets import Assets
from app.adapters.catalogues import Catalogues
from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.adapters.mail import Mail
from app.adapters.queue import Queue
from app.adapters.rate_limit import RateLimiter
from app.adapters.reference_data import ReferenceData
from app.adapters.sms import Sms
from app.services.protocol_in_force import InForce
from app.settings import Settings


@dataclass(frozen=True)
class House:
    """Everything a page may reach for. `clock` returns the time with its zone (UTC).

    `reference` is as the files say; pages ask `app.web.current.reference`, where the protocol is
    the one in force.
    """

    settings: Settings
    database: Database
    keyring: Keyring
    reference: ReferenceData
    limiter: RateLimiter
    queue: Queue
    mail: Mail
    sms: Sms
    catalogues: Catalogues
    assets: Assets
    clock: Callable[[], datetime]
    in_force: InForce = field(default_factory=InForce)
