"""Running the workbench: where it listens, who may reach it, and when it has begun."""

from __future__ import annotations

import ipaddress
import logging
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import uvicorn

from qes.errors import QesError
from qes.project import Project
from qes.web.app import create_app, guarded

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})


class CannotListen(QesError):
    """The address is taken, or is none of this machine's."""

    hint = "Choose another with `--port`, or 0 for any that is free."


class AccountsNeeded(QesError):
    """Others could reach the workbench, and nobody has to say who they are."""

    hint = (
        "Make an account first: `qes user add NAME --role lead`. Or leave `--host` out, to work on this machine alone."
    )


class BadCertificate(QesError):
    """The certificate and its key cannot be used."""

    hint = "Give both, as PEM files: --cert FILE --key FILE."


@dataclass(frozen=True, slots=True)
class Place:
    """Where the workbench is to listen."""

    host: str = "127.0.0.1"
    port: int = 0
    cert: Path | None = None
    key: Path | None = None

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach it."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def secure(self) -> bool:
        """Whether it speaks TLS."""
        return self.cert is not None


def serve(project: Project, place: Place, begun: Callable[[str], None]) -> None:
    """Serve a project until stopped.

    Args:
        project: Open.
        place: Where.
        begun: Called with the address once it can be opened.

    Raises:
        AccountsNeeded, CannotListen, BadCertificate: See there.
    """
    accounts = any(user.active for user in project.store.accounts())
    if not accounts and not place.loopback:
        raise AccountsNeeded(f"{place.host} can be reached by others, and this project has no accounts")
    if (place.cert is None) != (place.key is None):
        raise BadCertificate("a certificate needs its key, and a key its certificate")
    # With accounts another site's name brings no session along, and a proxy may stand before it by whatever name.
    hosts = frozenset[str]() if accounts else LOOPBACK_NAMES | {place.host.lower()}
    app = create_app(project, solo=None if accounts else project.coder, secure=place.secure, hosts=hosts)
    config = uvicorn.Config(
        guarded(app),
        log_level="error",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=2,
        ssl_certfile=place.cert,
        ssl_keyfile=place.key,
    )
    try:
        config.load()
    except OSError as error:
        raise BadCertificate(f"{place.cert}: {error.strerror or error}") from error
    listening = _listen(place)
    begun(_url(place, listening))
    hub = app.state.qes.hub
    _Server(config, hub.close).run(sockets=[listening])


class _Server(uvicorn.Server):
    """Ends what would never end by itself before it waits for everything to end."""

    def __init__(self, config: uvicorn.Config, before: Callable[[], None]) -> None:
        super().__init__(config)
        self._before = before

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._before()
        # Who is cut off in the middle of a request from now on is no mistake that needs a traceback.
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        super().handle_exit(sig, frame)


def _listen(place: Place) -> socket.socket:
    family = socket.AF_INET6 if ":" in place.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((place.host, place.port))
        listening.listen(128)
    except OSError as error:
        listening.close()
        raise CannotListen(f"{place.host}:{place.port}: {error.strerror or error}") from error
    return listening


def _url(place: Place, listening: socket.socket) -> str:
    host = f"[{place.host}]" if ":" in place.host else place.host
    return f"{'https' if place.secure else 'http'}://{host}:{listening.getsockname()[1]}/"
