"""What a WSGI server and `flask` load: settings → create_app → application."""

from __future__ import annotations

import os
import sys

from app.factory import create_app
from app.settings import Settings, UnsafeSetting

WILL_NOT_BOOT = 3  # gunicorn ends on this status; after any other it would try for ever

try:
    application = create_app(Settings.from_env(os.environ))
except UnsafeSetting as error:  # says which setting, which a quiet log would not
    sys.stderr.write(f"not started: {error}\n")
    sys.exit(WILL_NOT_BOOT)
