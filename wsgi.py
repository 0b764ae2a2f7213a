"""What a WSGI server and `flask` load: settings → create_app → application."""

from __future__ import annotations

import os
import sys

from app.adapters.keyring import create_development_secrets
from app.factory import create_app
from app.settings import Settings, UnsafeSetting

TYPED = "FLASK_RUN_FROM_CLI"  # set by `flask`, never by a server
WILL_NOT_BOOT = 3  # gunicorn ends on this status; after any other it would try for ever

try:
    settings = Settings.from_env(os.environ)
    if TYPED in os.environ and settings.env == "development":
        create_development_secrets(settings.secrets_dir)  # so that a command works in a fresh clone
    application = create_app(settings)
except UnsafeSetting as error:  # says which setting, which a quiet log would not
    sys.stderr.write(f"not started: {error}\n")
    sys.exit(WILL_NOT_BOOT)
