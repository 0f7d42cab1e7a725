"""JSON as the conductor reads and writes it: bounded, and without what it would lose."""

from __future__ import annotations

import hashlib
import json
import math
import re
from typing import Any

MESSAGE_BYTES_MAX = 1024 * 1024
#: What a packet may add around its data.
PACKET_BYTES_MAX = 1024
DEPTH_MAX = 32

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_ARRAY_INDEX = re.compile(r"0|[1-9][0-9]{0,9}")
_ARRAY_INDEX_MAX = 2**32 - 2


class UnreadableJson(Exception):
    """`reason` as the conductor's own check names it."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason


class UnwritableJson(Exception):
    """The message says where."""


def read_json(body: bytes) -> Any:
    """Reads a message's body. Raises UnreadableJson."""
    if len(body) > MESSAGE_BYTES_MAX:
        detail = f"{len(body)} bytes, at most {MESSAGE_BYTES_MAX} are taken"
        raise UnreadableJson("TOO_LARGE", detail)
    try:
        value = json.loads(body.decode("utf-8-sig"), parse_constant=_no_constant)
    except RecursionError:
        raise UnreadableJson("TOO_DEEP", f"nested more than {DEPTH_MAX} deep") from None
    except ValueError as error:
        raise UnreadableJson("NOT_JSON", type(error).__name__) from None
    if depth_of(value) > DEPTH_MAX:
        raise UnreadableJson("TOO_DEEP", f"nested more than {DEPTH_MAX} deep")
    return value


def depth_of(value: Any) -> int:
    """How deep arrays and objects are nested; 0: none. Does not recurse."""
    depth, level = 0, [value]
    while True:
        inner = [each for each in level if isinstance(each, (dict, list))]
        if not inner:
            return depth
        depth += 1
        level = [
            part for each in inner for part in (each.values() if isinstance(each, dict) else each)
        ]


def write_output(value: Any) -> str:
    """What a handler returned, as text; None is `{}`. Raises UnwritableJson."""
    text = json.dumps(_checked({} if value is None else value, "", 0), ensure_ascii=False)
    try:
        size = len(text.encode())
    except UnicodeEncodeError:
        raise UnwritableJson("a text with half a surrogate pair is not JSON") from None
    if size > MESSAGE_BYTES_MAX - PACKET_BYTES_MAX:
        raise UnwritableJson(f"TOO_LARGE: {size} bytes")
    return text


def _checked(value: Any, place: str, depth: int) -> Any:
    if value is None or isinstance(value, (bool, str, int)):
        return value
    if isinstance(value, float):
        if math.isfinite(value):
            return value
        raise UnwritableJson(f"{value} at {place or 'its root'} is not JSON")
    # one level is the reply's own
    if depth >= DEPTH_MAX - 1:
        raise UnwritableJson("TOO_DEEP: nested too deep, or it contains itself")
    if isinstance(value, dict):
        for key in value:
            if not isinstance(key, str):
                where = place or "its root"
                raise UnwritableJson(f"the key {key!r} of what is at {where} is no text")
        return {key: _checked(each, f"{place}/{key}", depth + 1) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_checked(each, f"{place}/{n}", depth + 1) for n, each in enumerate(value)]
    where = place or "its root"
    raise UnwritableJson(f"a {type(value).__name__} at {where} is not JSON: convert it first")


def fingerprint_of(pattern: str, data: Any) -> bytes:
    """Identifies what a command asks for, whatever the order of keys.

    The same bytes as the Node library's, so that a service may go from one to the other, and back,
    with its inbox.
    """
    return hashlib.sha256(_canonical([pattern, data]).encode()).digest()


def _canonical(value: Any) -> str:
    if isinstance(value, dict):
        entries = (f"{_text(key)}:{_canonical(value[key])}" for key in _in_order(value))
        return "{" + ",".join(entries) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_canonical, value)) + "]"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _number(value)
    return json.dumps(value)


def _text(text: str) -> str:
    written = json.dumps(text, ensure_ascii=False)
    return _LONE_SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", written)


def _in_order(value: dict[str, Any]) -> list[str]:
    """As JavaScript has keys: what looks like an index first, then by UTF-16 code units."""

    def is_index(key: str) -> bool:
        return _ARRAY_INDEX.fullmatch(key) is not None and int(key) <= _ARRAY_INDEX_MAX

    indices = sorted((key for key in value if is_index(key)), key=int)
    names = (key for key in value if not is_index(key))
    return indices + sorted(names, key=lambda key: key.encode("utf-16-be", "surrogatepass"))


def _number(value: int | float) -> str:
    """As JavaScript writes it: `1` for 1.0, `1e-7` for 1e-07."""
    if isinstance(value, int):
        if abs(value) <= 2**53:
            return str(value)
        try:
            value = float(value)
        except OverflowError:
            return "null"
    if not math.isfinite(value):
        return "null"
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    mantissa, _, exponent = repr(abs(value)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    fraction = "" if fraction == "0" else fraction
    digits = (whole + fraction).lstrip("0")
    # the value is 0.<digits> times ten to the power of `point`
    leading = len(whole + fraction) - len(digits)
    point = len(whole) - leading + int(exponent or 0)
    digits = digits.rstrip("0")
    return sign + _positional(digits, point)


def _positional(digits: str, point: int) -> str:
    if len(digits) <= point <= 21:
        return digits + "0" * (point - len(digits))
    if 0 < point <= 21:
        return f"{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return "0." + "0" * -point + digits
    mantissa = digits if len(digits) == 1 else f"{digits[0]}.{digits[1:]}"
    return f"{mantissa}e{'+' if point > 0 else '-'}{abs(point - 1)}"


def _no_constant(name: str) -> Any:
    raise ValueError(name)
