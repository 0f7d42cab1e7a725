"""The service of payments on which the suite of a participant's duties is run.

What a run of a handler does is in the table `plan`, so that a test in another process decides it.
"""

import logging
import os
import sys
import time

import psycopg

from conductor_participant import CommandContext, Participant, Refused, TryAgainLater

logging.basicConfig(stream=sys.stderr, level=logging.INFO)

DSN = os.environ["PAYMENT_DATABASE_URL"]
OPTIONS = {
    name: float(os.environ[name.upper()])
    for name in ("handler_timeout", "idle_transaction_timeout", "close_timeout")
    if name.upper() in os.environ
}

participant = Participant(
    os.environ.get("PARTICIPANT", "payment"),
    os.environ["AMQP_URL"],
    DSN,
    prefix=os.environ["CONDUCTOR_PREFIX"],
    lock_timeout=20,
    statement_timeout=25,
    **OPTIONS,
)


def next_plan(key: str) -> str:
    """Taken on a connection of its own: what the handler's transaction does not undo."""
    with psycopg.connect(DSN) as own:
        found = own.execute(
            "delete from plan where place = (select min(place) from plan where key = %s)"
            " returning what",
            [key],
        ).fetchone()
    return found[0] if found else ""


def write(context: CommandContext, what: str) -> None:
    context.execute(
        "insert into effect (key, what) values (%s, %s)", [context.idempotency_key, what]
    )


def do_as_planned(context: CommandContext):
    match next_plan(context.idempotency_key):
        case "wait":
            lock = "select pg_advisory_xact_lock(hashtext(%s))"
            context.execute(lock, [context.idempotency_key])
        case "refuse":
            raise Refused("NOT_VOIDABLE", "it was captured")
        case "later":
            raise TryAgainLater("BANK_CLOSED", "the bank is closed", retry_after=1.5)
        case "break":
            raise RuntimeError("a secret")
        case "fail and refuse":
            try:
                context.execute("select 1 / 0")
            except psycopg.Error:
                raise Refused("NOT_VOIDABLE", "it was captured") from None
        case "swallow":
            try:
                context.execute("select 1 / 0")
            except psycopg.Error:
                pass
        case "die":
            os._exit(9)
        case "commit":
            context.execute("commit")
        case "sleep":
            time.sleep(60)
        case "idle":
            time.sleep(1.5)
            context.execute("select 1")
        case "fence":
            return context.check_fencing_token()
        case "NaN":
            return float("nan")


@participant.command("payment.authorize")
def authorize(data: dict, context: CommandContext) -> dict:
    amount = data.pop("amount", None)
    write(context, "authorized")
    said = do_as_planned(context)
    if amount is not None and amount > 100:
        raise Refused("LIMIT_EXCEEDED", "too much")
    output = {"authorizationId": f"authorization of {context.step}", "amount": amount}
    return output if said is None else {**output, "said": said}


@participant.command("payment.void")
@participant.compensation("payment.void")
def void(_data: dict, context: CommandContext) -> dict:
    write(context, "voided")
    said = do_as_planned(context)
    output = {"voided": (context.executed or {}).get("authorizationId")}
    return output if said is None else {**output, "said": said}


participant.run()
