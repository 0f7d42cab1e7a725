#!/bin/sh
# Makes the secrets that docker-compose.yml mounts, as files of random letters. What is there stays,
# but for files that are blank.
#
#   deploy/make-secrets.sh [FOLDER]      the folder; `secrets`, which git does not take
#   ENV_FILE    `.env`: keys that an older release had there, CONDUCTOR_API_KEYS and ORDER_API_KEY,
#               are what the new files have
#
# The folder is for its owner alone. The files in it can be read by all, since users of containers
# are others than those of this machine, and Docker mounts each file by itself.
set -eu
folder=${1:-secrets}
env_file=${ENV_FILE:-.env}
umask 077
mkdir -p "$folder"
new=$folder/.new
trap 'rm -f "$new"' EXIT

fail() {
  echo "make-secrets.sh: $1" >&2
  exit 1
}

is_there() { grep -q '[^[:space:]]' "$folder/$1" 2>/dev/null; }

# Into `value`, as what fails in the argument of a command ends nothing.
random() {
  value=$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')
  case $value in *[!0-9a-f]*) fail 'od gave no random bytes' ;; esac
  [ "${#value}" -eq 48 ] || fail 'od gave no random bytes'
}

# Into `value`; empty: it is not there. By the rules of docker compose, as far as keys need them.
from_env_file() { # name
  value=
  [ -r "$env_file" ] || return 0
  value=$(sed -n "s/^[[:space:]]*\(export[[:space:]]*\)\{0,1\}$1=//p" "$env_file" | tail -n 1 |
    tr -d '\r')
  case $value in
    \'*) value=$(printf %s "$value" | sed "s/^'\([^']*\)'.*/\1/") ;;
    \"*) value=$(printf %s "$value" | sed 's/^"\([^"]*\)".*/\1/') ;;
    *) value=$(printf %s "$value" | sed 's/\(^\|[[:space:]]\)[[:space:]]*#.*//; s/[[:space:]]*$//') ;;
  esac
  case $value in
    *[\\\$\'\"]*) fail "$1 of $env_file has quotes, \\ or \$: write it into $2 yourself" ;;
  esac
}

make() { # name content
  printf '%s\n' "$2" >"$new"
  chmod 444 "$new"
  mv -f "$new" "$folder/$1"
  echo "$folder/$1"
}

for name in postgres-superuser conductor-database-owner conductor-database order-database \
  payment-database shipping-database conductor-broker order-broker payment-broker \
  shipping-broker; do
  is_there "$name" && continue
  random
  make "$name" "$value"
done

if ! is_there order-api-key; then
  from_env_file ORDER_API_KEY "$folder/order-api-key"
  [ -n "$value" ] || random
  make order-api-key "$value"
fi
if ! is_there conductor-api-keys; then
  order=$(tr -d '\r\n' <"$folder/order-api-key")
  from_env_file CONDUCTOR_API_KEYS "$folder/conductor-api-keys"
  case $value in
    '')
      # Whoever has the key `ops` may do everything; `order` is the order service.
      random
      value=ops:$value,order:$order
      ;;
    *":$order" | *":$order,"*) ;;
    *) value=$value,order-service:$order ;;
  esac
  make conductor-api-keys "$value"
fi

for name in CONDUCTOR_API_KEYS ORDER_API_KEY POSTGRES_PASSWORD RABBITMQ_PASSWORD; do
  if grep -Eqs "^[[:space:]]*(export[[:space:]]+)?$name=." "$env_file"; then
    echo "$name of $env_file is not read any more, $folder has what is: delete that line" >&2
  fi
done
