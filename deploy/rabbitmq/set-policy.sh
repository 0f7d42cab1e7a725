#!/bin/sh
# Repeats are harmless. Shares the broker's volume for its Erlang cookie, and its network.
set -e
rabbitmqctl --node rabbit@rabbitmq await_startup
rabbitmqctl --node rabbit@rabbitmq set_policy --vhost conductor --apply-to queues conductor \
  '^conductor\.(commands\..*|replies|intake)$' \
  '{"delivery-limit":20,"dead-letter-exchange":"conductor.dead","dead-letter-strategy":"at-least-once","overflow":"reject-publish","max-length-bytes":1073741824}'
