"""What a WSGI server loads: settings → create_app → application."""

from __future__ import annotations

import os

from app.factory import create_app
from app.settings import Settings

application = create_app(Settings.from_env(os.environ))
