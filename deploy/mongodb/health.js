// Healthy once this member is the primary; makes the replica set of one member when there is none.
const { readFileSync } = require('node:fs');

const password = readFileSync('/run/secrets/mongodb-root-password', 'utf8').trim();
db.getSiblingDB('admin').auth('root', password);
try {
  rs.status();
} catch (error) {
  if (error.codeName !== 'NotYetInitialized') throw error;
  rs.initiate({ _id: 'rs0', members: [{ _id: 0, host: 'mongodb:27017' }] });
}
if (!db.hello().isWritablePrimary) quit(1);
