#!/bin/sh
# Makes the databases and the roles of docker-compose.yml on the server of PGHOST, with psql. Repeats
# are harmless, and give each role the password that its file has now.
#
#   SECRETS     the folder of the passwords; /run/secrets
#   PGHOST, PGPORT, PGUSER   where, and as whom: a superuser; its password is `postgres-superuser`
set -eu
secrets=${SECRETS:-/run/secrets}
# As the image reads it.
PGPASSWORD=$(cat "$secrets/postgres-superuser")
PGDATABASE=postgres
export PGPASSWORD PGDATABASE

run() { psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 "$@"; }

# Line breaks are no part of a secret, as for the programs.
account() { # role, file of its password
  run --set role="$1" --set file="$secrets/$2" <<'SQL'
\set password `tr -d '\r\n' < :'file'`
select format('create role %I', :'role')
 where not exists (select from pg_roles where rolname = :'role') \gexec
alter role :"role" login nosuperuser nocreatedb nocreaterole password :'password';
SQL
}

database() { # name, role that owns it, role that may connect too
  run --set name="$1" --set owner="$2" --set runtime="$3" <<'SQL'
select format('create database %I owner %I', :'name', :'owner')
 where not exists (select from pg_database where datname = :'name') \gexec
alter database :"name" owner to :"owner";
revoke all on database :"name" from public;
grant connect on database :"name" to :"runtime";
SQL
}

account conductor_owner conductor-database-owner
account conductor_app conductor-database
database conductor conductor_owner conductor_app
# Each service of the demo owns its database: it migrates it at its start, as `npm start` does.
for service in order payment shipping; do
  account "$service" "$service-database"
  database "conductor_$service" "$service" "$service"
done
echo "databases and roles: conductor, order, payment, shipping"
