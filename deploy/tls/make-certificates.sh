#!/bin/sh
# Makes certificates to try TLS with: an authority of one's own, and what it signs for PostgreSQL,
# RabbitMQ and the front. They are for trying: whoever has ca.key can be any of them. What is there
# stays; delete the folder to begin anew.
#
#   deploy/tls/make-certificates.sh [FOLDER]     the folder; `secrets/tls`
#   DAYS     for how long they hold; 825
set -eu
folder=${1:-secrets/tls}
days=${DAYS:-825}
umask 077
mkdir -p "$folder"
cd "$folder"

# What openssl says of its progress is for nobody; what it says of a fault is.
quietly() {
  said=$("$@" 2>&1) && return 0
  printf '%s\n' "$said" >&2
  return 1
}

if [ ! -s ca.crt ]; then
  quietly openssl req -x509 -newkey rsa:2048 -nodes -sha256 -days "$days" \
    -subj '/CN=Conductor test CA' -addext 'basicConstraints=critical,CA:TRUE' \
    -addext 'keyUsage=critical,keyCertSign,cRLSign' -keyout ca.key -out ca.crt.new
  mv -f ca.crt.new ca.crt
fi

# The names by which the containers know each other, and this machine.
for name in postgres rabbitmq front; do
  [ ! -s "$name.crt" ] || continue
  # A key that is there cannot be written.
  rm -f "$name.key"
  quietly openssl req -newkey rsa:2048 -nodes -sha256 -subj "/CN=$name" -keyout "$name.key" \
    -out "$name.csr"
  {
    echo "subjectAltName=DNS:$name,DNS:localhost,IP:127.0.0.1"
    echo 'basicConstraints=CA:FALSE'
    echo 'extendedKeyUsage=serverAuth'
  } >"$name.ext"
  quietly openssl x509 -req -sha256 -days "$days" -in "$name.csr" -CA ca.crt -CAkey ca.key \
    -CAcreateserial -extfile "$name.ext" -out "$name.crt.new"
  mv -f "$name.crt.new" "$name.crt"
  rm "$name.csr" "$name.ext"
done
# haproxy reads both from one file.
cat front.crt front.key >front.pem.new
mv -f front.pem.new front.pem
# Docker mounts each file by itself, for users that are not those of this machine; the folder is for
# its owner alone, and nobody but its owner reads the authority's key.
chmod 444 ./*.crt postgres.key rabbitmq.key front.key front.pem
echo "$folder: ca.crt, postgres, rabbitmq, front"
