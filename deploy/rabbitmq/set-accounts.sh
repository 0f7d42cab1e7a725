#!/bin/sh
# Gives broker accounts what docs/OPERATIONS.md says, and nothing else. Repeats are harmless.
#
#   set-accounts.sh ACCOUNT...     `payment`, or `order=order\..*` for a service that publishes
#                                  events whose names match that pattern
#
# The conductor's account is always among them. An account is called like its participant.
#   VHOST, PREFIX        virtual host and CONDUCTOR_PREFIX; `conductor` both
#   CONDUCTOR_ACCOUNT    the conductor's account; `conductor`
#   <ACCOUNT>_PASSWORD   makes the account with this password, or gives it this one:
#                        PAYMENT_PASSWORD, GIFT_SHOP_PASSWORD; left out: the account exists.
#                        Such an account has no tags, so it is no administrator, after it
#   RABBITMQCTL          `rabbitmqctl`, with arguments if need be
set -eu
vhost=${VHOST:-conductor}
prefix=${PREFIX:-conductor}
conductor=${CONDUCTOR_ACCOUNT:-conductor}
ctl=${RABBITMQCTL:-rabbitmqctl}

for name in "$vhost" "$prefix" "$conductor"; do
  case $name in
    '' | *[!A-Za-z0-9_./-]*) echo "set-accounts.sh: not usable as a name: '$name'" >&2; exit 2 ;;
  esac
done

# A password goes through standard input: arguments can be seen by everybody on the machine.
set_password() {
  variable=$(printf %s "$1" | tr 'a-z.-' 'A-Z__')_PASSWORD
  eval "password=\${$variable-}"
  [ -n "$password" ] || return 0
  if ! printf '%s\n' "$password" | $ctl add_user "$1" >/dev/null 2>&1; then
    printf '%s\n' "$password" | $ctl change_password "$1" >/dev/null
  fi
  # One that the image of an older release made is an administrator.
  $ctl set_user_tags "$1" >/dev/null
}

permission() { # account configure write read
  printf '{"user":"%s","vhost":"%s","configure":"%s","write":"%s","read":"%s"}' \
    "$1" "$vhost" "$2" "$3" "$4"
}

topic() { # account exchange write
  printf '{"user":"%s","vhost":"%s","exchange":"%s","write":"%s","read":"^$"}' \
    "$1" "$vhost" "$prefix.$2" "$3"
}

own=$(printf %s "$prefix" | sed 's/\./\\\\\\\\./g')
permissions=$(permission "$conductor" "^$own\\\\." "^(amq\\\\.default|$own\\\\..*)\$" "^$own\\\\.")
topics=
set_password "$conductor"
for argument; do
  account=${argument%%=*}
  events=
  case $argument in *=*) events=${argument#*=} ;; esac
  case $account in
    '' | *[!a-z0-9-]*) echo "set-accounts.sh: not a participant: '$account'" >&2; exit 2 ;;
  esac
  set_password "$account"
  kinds='replies|descriptions|dead'
  if [ -n "$events" ]; then
    kinds="$kinds|events"
    pattern=$(printf %s "$events" | sed 's/\\/\\\\/g; s/"/\\"/g')
    topics="$topics,$(topic "$account" events "^($pattern)\$")"
  fi
  permissions="$permissions,$(permission "$account" '^$' "^$own\\\\.($kinds)\$" \
    "^$own\\\\.commands\\\\.$account\$")"
  topics="$topics,$(topic "$account" descriptions "^$account\$")"
  topics="$topics,$(topic "$account" dead "^$own\\\\.commands\\\\.$account\$")"
done

printf '{"permissions":[%s],"topic_permissions":[%s]}' "$permissions" "${topics#,}" |
  $ctl import_definitions >/dev/null
echo "accounts of the virtual host $vhost: $conductor $*"
