export { type MongoQuarantineOptions, openMongoQuarantine } from './mongo-quarantine.ts';
