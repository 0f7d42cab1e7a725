#!/bin/sh
# Makes the secrets that docker-compose.yml mounts, as files of random letters. What is there stays.
#
#   deploy/make-secrets.sh [FOLDER]      the folder; `secrets`, which git does not take
#
# The folder is for its owner alone. The files in it can be read by all, since users of containers
# are others than those of this machine, and Docker mounts each file by itself.
set -eu
folder=${1:-secrets}
umask 077
mkdir -p "$folder"

random() { openssl rand -hex 24; }

keep() { # name content
  [ -s "$folder/$1" ] && return 0
  printf '%s\n' "$2" >"$folder/$1"
  chmod 444 "$folder/$1"
  echo "$folder/$1"
}

for name in postgres-superuser conductor-database-owner conductor-database order-database \
  payment-database shipping-database conductor-broker order-broker payment-broker \
  shipping-broker order-api-key; do
  keep "$name" "$(random)"
done
# Whoever has the key `ops` may do everything; `order` is the order service.
keep conductor-api-keys "ops:$(random),order:$(cat "$folder/order-api-key")"
