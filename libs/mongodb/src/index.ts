export { insertOnce } from './insert-once.ts';
export { isDuplicateKey, mongoFailure } from './mongo-failure.ts';
export { type MongoPlace, type MongoReading, openMongo, type OpenMongo } from './open-mongo.ts';
