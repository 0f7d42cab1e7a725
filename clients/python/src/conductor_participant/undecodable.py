"""Messages whose properties pika cannot decode.

pika ends the connection for such a message, the broker delivers it again to the next one, and so
one message would stop a service for ever. In the thread that reads a participant's queue it is
delivered without its properties instead, so that it can be set aside. Other users of pika in the
process notice nothing.
"""

from __future__ import annotations

import threading
from typing import Any

from pika.spec import BasicProperties

_guarded = threading.local()
_decode = BasicProperties.decode


def guard_this_thread() -> None:
    _guarded.is_on = True
    if BasicProperties.decode is not _decode_or_mark:
        BasicProperties.decode = _decode_or_mark


def undecodable(properties: Any) -> str | None:
    """Why the properties of a delivery could not be decoded; None: they could."""
    found = getattr(properties, "_conductor_undecodable", None)
    return found if isinstance(found, str) else None


def _decode_or_mark(self: Any, encoded: bytes, offset: int = 0) -> Any:
    try:
        return _decode(self, encoded, offset)
    except Exception as error:
        if not getattr(_guarded, "is_on", False):
            raise
        self.__init__()
        self._conductor_undecodable = f"{type(error).__name__} while its properties were read"
        return self
