import { LedgerError, isLedgerError } from '@complaint-ledger/contracts';
import {
  MongoError,
  MongoInvalidArgumentError,
  MongoNetworkError,
  MongoServerError,
  MongoServerSelectionError,
} from 'mongodb';

const AUTHENTICATION_FAILED = 18;
const UNAUTHORIZED = 13;

/** What MongoDB or its driver threw, in the ledger's words; the connection string, which may hold a password, is never repeated. */
export const mongoFailure = (error: unknown): unknown => {
  if (isLedgerError(error) || !(error instanceof Error)) return error;
  // The parser of connection strings has an error of its own, of this name.
  if (error.name === 'MongoParseError' || error instanceof MongoInvalidArgumentError)
    return new LedgerError('config', `The connection to MongoDB cannot be set up: ${error.message}`, {
      hint: 'Write the connection string as mongodb://user:secret@host:27017/ledger?replicaSet=rs0.',
    });
  if (!(error instanceof MongoError)) return error;
  if (error instanceof MongoServerError && (error.code === AUTHENTICATION_FAILED || error.code === UNAUTHORIZED))
    return new LedgerError('config', `MongoDB refuses this user: ${error.message}`, {
      hint: 'The user needs the role readWrite on the database of the ledger.',
    });
  if (error instanceof MongoNetworkError || error instanceof MongoServerSelectionError)
    return new LedgerError('unavailable', `MongoDB does not answer: ${error.message}`, {
      hint: 'Check that it runs and can be reached from here; the same work may be repeated.',
    });
  return new LedgerError('storage', `MongoDB: ${error.message}`, {});
};
