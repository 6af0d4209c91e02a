export { insertOnce } from './insert-once.ts';
export { isDuplicateKey, mongoFailure } from './mongo-failure.ts';
export { lookAtMongo, type MongoLook } from './look-at-mongo.ts';
export { impatient } from './waits.ts';
export { type MongoPlace, type MongoReading, openMongo, type OpenMongo } from './open-mongo.ts';
