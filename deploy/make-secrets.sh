#!/bin/sh
# Makes the secrets that compose.yaml reads, once; what is there stays. Back up `vault-key`: without it no personal data can be read.
set -eu
umask 077
folder="$(dirname "$0")/secrets"
mkdir -p "$folder"

make() {
  [ -e "$folder/$1" ] && return
  printf '%s' "$2" >"$folder/$1"
  # Containers read them as users of their own; on this machine the folder keeps everybody else out.
  chmod 0444 "$folder/$1"
}
random() { head -c "$1" /dev/urandom | base64 | tr -d '\n'; }
word() { head -c 24 /dev/urandom | od -An -tx1 | tr -d ' \n'; }

make vault-key "$(random 32)"
make mongodb-root-password "$(word)"
make mongodb-ledger-password "$(word)"
make mongodb-member-key "$(random 512)"
make mongodb-url "mongodb://ledger:$(cat "$folder/mongodb-ledger-password")@mongodb:27017/ledger?replicaSet=rs0"
make grafana-password "$(word)"
echo "Secrets are in $folder."
