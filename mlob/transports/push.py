"""`push:` — the source comes to us, over HTTP or a WebSocket at /api/v1/ingest/NAME (mlob/web/api)."""

from __future__ import annotations

import asyncio

from mlob.transports import Inlet, Transport


async def _run(url: str, inlet: Inlet) -> None:
    """Nothing to hold open here: the web nodes receive for this source."""
    await asyncio.Event().wait()


TRANSPORT = Transport(schemes=("push",), run=_run, patient=True)
