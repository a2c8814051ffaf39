#!/bin/sh
# Makes the keys of the tests again: an authority, a member that it signs, and a stranger
# with an authority of its own. They protect nothing.
set -eu
cd "$(dirname "$0")"
ca() {
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 36500 \
    -subj "/CN=$2" -addext "basicConstraints=critical,CA:TRUE" -keyout ca.tmp -out "$1"
}
member() {
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj "/CN=$2" \
    -keyout "$1.key" -out request.tmp
  printf 'subjectAltName=DNS:localhost,IP:127.0.0.1\n' > names.tmp
  openssl x509 -req -in request.tmp -CA "$3" -CAkey ca.tmp -days 36500 -extfile names.tmp \
    -set_serial "$4" -out "$1.pem"
}
ca authority.pem "made-up authority"
member member "made-up member" authority.pem 1
ca strangers.pem "another made-up authority"
member stranger "made-up stranger" strangers.pem 2
rm -- *.tmp
