#!/bin/sh
# Sets the policies that docs/OPERATIONS.md recommends. Repeats are harmless. In docker compose it
# shares the broker's volume for its Erlang cookie, and its network.
#
#   VHOST, PREFIX        virtual host and CONDUCTOR_PREFIX; `conductor` both
#   DEAD_BYTES_MAX       what is kept of what was set aside; 1 GiB, the oldest goes first
#   RABBITMQCTL          `rabbitmqctl --node rabbit@rabbitmq`, as docker compose needs it
set -eu
vhost=${VHOST:-conductor}
prefix=${PREFIX:-conductor}
dead_bytes=${DEAD_BYTES_MAX:-1073741824}
ctl=${RABBITMQCTL:-rabbitmqctl --node rabbit@rabbitmq}

for name in "$vhost" "$prefix"; do
  case $name in
    '' | *[!A-Za-z0-9_./-]*) echo "set-policy.sh: not usable as a name: '$name'" >&2; exit 2 ;;
  esac
done
case $dead_bytes in
  '' | *[!0-9]*) echo "set-policy.sh: not a number of bytes: '$dead_bytes'" >&2; exit 2 ;;
esac
own=$(printf %s "$prefix" | sed 's/\./\\./g')

$ctl await_startup
$ctl set_policy --vhost "$vhost" --apply-to queues "$prefix" \
  "^$own\\.(commands\\..*|replies(\\.[0-9]+)?|intake)\$" \
  '{"delivery-limit":20,"dead-letter-exchange":"'"$prefix"'.dead","dead-letter-strategy":"at-least-once","overflow":"reject-publish","max-length-bytes":1073741824}'
# Nothing consumes it, and every participant may write to it: without a bound it fills the disk,
# and then the broker's alarm stops all who publish.
$ctl set_policy --vhost "$vhost" --apply-to queues "$prefix-dead" "^$own\\.dead\$" \
  '{"overflow":"drop-head","max-length-bytes":'"$dead_bytes"'}'
