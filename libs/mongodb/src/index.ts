export { insertOnce } from './insert-once.ts';
export { isDuplicateKey, mongoFailure } from './mongo-failure.ts';
export { impatient, lookAtMongo, type MongoLook } from './look-at-mongo.ts';
export { type MongoPlace, type MongoReading, openMongo, type OpenMongo } from './open-mongo.ts';
