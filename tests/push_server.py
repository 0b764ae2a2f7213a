"""A message service of our own with real TLS, and a door behind which somebody counts."""

from __future__ import annotations

import datetime as dt
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

NAME = "localhost"


@dataclass(frozen=True)
class Message:
    """One request as it came in; `body` is all that came behind the head."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class PushServer:
    """`answers` are statuses by path; `locations` where a redirect points to."""

    port: int
    trust: ssl.SSLContext
    messages: list[Message] = field(default_factory=list)
    answers: dict[str, int] = field(default_factory=dict)
    locations: dict[str, str] = field(default_factory=dict)

    @property
    def origin(self) -> str:
        return f"https://{NAME}:{self.port}"

    def address(self, path: str = "/send/abc") -> str:
        return self.origin + path


@contextmanager
def a_push_server(folder: Path, name: str = NAME) -> Iterator[PushServer]:
    """`name` is what its certificate is for."""
    certificate = _certificate(folder, name)
    trust = ssl.create_default_context(cafile=str(certificate))
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Taking)
    found = PushServer(int(server.server_address[1]), trust)
    server.found = found  # type: ignore[attr-defined]
    speaks = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    speaks.load_cert_chain(certificate)
    server.socket = speaks.wrap_socket(
        server.socket, server_side=True, do_handshake_on_connect=False
    )
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


class _Taking(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.0"

    def do_POST(self) -> None:
        found: PushServer = self.server.found  # type: ignore[attr-defined]
        self.connection.settimeout(0.2)
        found.messages.append(Message(self.path, dict(self.headers.items()), self._all_of_it()))
        self.send_response(found.answers.get(self.path, 201))
        if self.path in found.locations:
            self.send_header("Location", found.locations[self.path])
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _all_of_it(self) -> bytes:
        """Whatever comes within a moment, whatever the head says about its length."""
        taken = b""
        try:
            while piece := self.rfile.read1(1024):
                taken += piece
        except (TimeoutError, ssl.SSLError):
            pass
        return taken

    def log_message(self, *_parts: Any) -> None:
        """Nothing is written down but what the test looks at."""


@dataclass
class Sink:
    """A port of this machine; `visits` counts who came."""

    port: int
    visits: int = 0


@contextmanager
def a_sink(host: str = "127.0.0.1") -> Iterator[Sink]:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as door:
        door.bind((host, 0))
        door.listen()
        door.settimeout(0.05)
        sink = Sink(int(door.getsockname()[1]))
        over = threading.Event()

        def count() -> None:
            while not over.is_set():
                try:
                    door.accept()[0].close()
                    sink.visits += 1
                except TimeoutError:
                    continue

        thread = threading.Thread(target=count, daemon=True)
        thread.start()
        try:
            yield sink
        finally:
            over.set()
            thread.join(10)


def _certificate(folder: Path, name: str) -> Path:
    """A certificate for one day with its key behind it, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName(
                [x509.DNSName(name), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
                if name == NAME
                else [x509.DNSName(name)]
            ),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "push.pem"
    path.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return path
