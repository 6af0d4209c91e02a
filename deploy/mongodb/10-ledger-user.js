// Run once by the image, on an empty volume: the ledger's own user may read and write its database and nothing else.
const { readFileSync } = require('node:fs');

db.getSiblingDB('ledger').createUser({
  user: 'ledger',
  pwd: readFileSync('/run/secrets/mongodb-ledger-password', 'utf8').trim(),
  roles: [{ role: 'readWrite', db: 'ledger' }],
});
