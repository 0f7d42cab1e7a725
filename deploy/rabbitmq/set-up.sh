#!/bin/sh
# Brings the broker of docker-compose.yml to what its programs need: the virtual host, the policies
# (set-policy.sh), an account for each program (set-accounts.sh), and no account `guest`. It shares
# the broker's volume for its Erlang cookie, and its network. Repeats are harmless.
#
#   SECRETS         the folder of the passwords; /run/secrets
#   VHOST, PREFIX   virtual host and CONDUCTOR_PREFIX; `conductor` both
#   RABBITMQCTL     `rabbitmqctl --node rabbit@rabbitmq`
set -eu
here=$(dirname "$0")
secrets=${SECRETS:-/run/secrets}
VHOST=${VHOST:-conductor}
RABBITMQCTL=${RABBITMQCTL:-rabbitmqctl --node rabbit@rabbitmq}
export VHOST RABBITMQCTL

# Line breaks are no part of a secret, as for the programs.
secret() { tr -d '\r\n' <"$secrets/$1"; }

$RABBITMQCTL await_startup
$RABBITMQCTL --quiet list_vhosts name | grep -qx "$VHOST" || $RABBITMQCTL add_vhost "$VHOST"
sh "$here/set-policy.sh"
CONDUCTOR_PASSWORD=$(secret conductor-broker)
ORDER_PASSWORD=$(secret order-broker)
PAYMENT_PASSWORD=$(secret payment-broker)
SHIPPING_PASSWORD=$(secret shipping-broker)
export CONDUCTOR_PASSWORD ORDER_PASSWORD PAYMENT_PASSWORD SHIPPING_PASSWORD
sh "$here/set-accounts.sh" payment shipping 'order=order\..*'
if $RABBITMQCTL --quiet list_users | cut -f 1 | grep -qx guest; then
  $RABBITMQCTL delete_user guest
fi
