"""How gunicorn serves `wsgi:application` everywhere; gunicorn reads this file by its name.

Nothing here names a visitor: no access log, an error log without values, no Server header, and
no control socket. Address, workers and threads may be given on the command line.
"""

from __future__ import annotations

import resource

from gunicorn import util
from gunicorn.glogging import Logger
from gunicorn.http import wsgi

from app.adapters.quiet_log import QuietFormatter


class QuietLogger(Logger):
    """gunicorn's warnings name the visitor's address and path: ours show where, not what (T33)."""

    def setup(self, cfg):
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(QuietFormatter())


class NamelessResponse(wsgi.Response):
    """Answers without a Server header: what we run is nobody's business (T16)."""

    def default_headers(self):
        return [line for line in super().default_headers() if not line.startswith("Server:")]


def refuse_silently(sock, status_int, reason, _message):
    """What is no HTTP never reaches the application: a status, and nothing of it sent back."""
    head = f"HTTP/1.1 {status_int} {reason}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
    util.write_nonblock(sock, head.encode("latin-1"))


resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a crash leaves no picture of what was open

wsgi.Response = NamelessResponse  # gunicorn has no setting for either of these
util.write_error = refuse_silently

logger_class = QuietLogger
loglevel = "warning"
accesslog = None
control_socket_disable = True

bind = "127.0.0.1:8000"
worker_class = "gthread"
workers = 1
threads = 8
timeout = 60  # seconds; a photo takes at most 20
graceful_timeout = 20
keepalive = 5
