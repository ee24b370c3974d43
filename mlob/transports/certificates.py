"""TLS as a source's settings say: `ca_file` whom we trust, `cert_file` and `key_file` who we are."""

from __future__ import annotations

import ssl

from mlob.errors import SourceError
from mlob.model import Source

__all__ = ["client", "server"]


def _identity(context: ssl.SSLContext, source: Source) -> None:
    if source.cert_file:
        context.load_cert_chain(source.cert_file, source.key_file or None)


def client(source: Source) -> ssl.SSLContext:
    """For a connection that we make: TLS 1.2 or newer, the name and the chain of the other side checked.

    Without a `ca_file` the machine's own list counts. Called for each connection, so that a renewed
    certificate needs no restart. Raises OSError (ssl.SSLError is one).
    """
    context = ssl.create_default_context(cafile=source.ca_file or None)
    _identity(context, source)
    return context


def server(source: Source) -> ssl.SSLContext:
    """For connections that come to us; with a `ca_file` only with a client certificate of that authority.

    Raises OSError, and SourceError without a certificate of our own.
    """
    if not source.cert_file:
        raise SourceError("cert_file ontbreekt: zonder certificaat geen TLS")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=source.ca_file or None)
    context.verify_mode = ssl.CERT_REQUIRED if source.ca_file else ssl.CERT_NONE
    _identity(context, source)
    return context
