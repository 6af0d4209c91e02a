import { types } from 'node:util';
import { LedgerError, isLedgerError, said } from '@complaint-ledger/contracts';
import {
  MongoClientClosedError,
  MongoError,
  MongoInvalidArgumentError,
  MongoNetworkError,
  MongoNotConnectedError,
  MongoServerError,
  MongoServerSelectionError,
  MongoTopologyClosedError,
} from 'mongodb';

const AUTHENTICATION_FAILED = 18;
const UNAUTHORIZED = 13;
const DUPLICATE_KEY = 11_000;

/** A member that stops, or is not (or no longer) the primary; too late; not confirmed by a majority in time. */
const PASSING = new Set([91, 189, 10_107, 11_600, 11_602, 13_435, 13_436, 50, 64]);

/** Whether this key, or this value of a unique index, was there before. */
export const isDuplicateKey = (error: unknown): boolean =>
  error instanceof MongoServerError && error.code === DUPLICATE_KEY;

/** What MongoDB or its driver threw, in the ledger's words, with `details.engine` where it is away; the connection string, which may hold a password, is never repeated. */
export const mongoFailure = (error: unknown): unknown => {
  if (isLedgerError(error) || !types.isNativeError(error)) return error;
  // The parser of connection strings has an error of its own, of this name.
  if (error.name === 'MongoParseError' || error instanceof MongoInvalidArgumentError)
    return new LedgerError(
      'config',
      said(
        `The connection to MongoDB cannot be set up: ${error.message}`,
        `无法建立到 MongoDB 的连接：${error.message}`,
      ),
      {
        hint: said(
          'Write the connection string as mongodb://user:secret@host:27017/ledger?replicaSet=rs0.',
          '请将连接串写成 mongodb://user:secret@host:27017/ledger?replicaSet=rs0。',
        ),
      },
    );
  if (isCut(error)) return away(error);
  if (!(error instanceof MongoError)) return error;
  if (error instanceof MongoServerError && (error.code === AUTHENTICATION_FAILED || error.code === UNAUTHORIZED))
    return new LedgerError(
      'config',
      said(`MongoDB refuses this user: ${error.message}`, `MongoDB 拒绝该用户：${error.message}`),
      {
        hint: said(
          'The user needs the role readWrite on the database of the ledger.',
          '该用户需要账本数据库的 readWrite 角色。',
        ),
      },
    );
  if (isClosed(error))
    return new LedgerError(
      'closed',
      said('The connection to MongoDB was closed meanwhile', '与 MongoDB 的连接已关闭'),
      {
        hint: said(
          'What was under way may have been written; the same work may be repeated.',
          '进行中的写入可能已完成；可重复同样的操作。',
        ),
      },
    );
  if (isPassing(error)) return away(error);
  return new LedgerError('storage', `MongoDB: ${error.message}`, {});
};

const away = (error: Error): LedgerError =>
  new LedgerError(
    'unavailable',
    said(`MongoDB does not answer: ${error.message}`, `MongoDB 没有应答：${error.message}`),
    {
      engine: 'MongoDB',
      hint: said(
        'Check that it runs, that LEDGER_MONGODB names its hosts, and that this machine reaches them; the same work may be repeated.',
        '请检查它是否在运行、LEDGER_MONGODB 中的主机是否正确、本机能否访问它们；可重复同样的操作。',
      ),
    },
  );

/** The connection went in the middle of it: the driver passes some such errors on as the socket or a bulk write had them. */
const isCut = (error: Error): boolean =>
  ('syscall' in error && 'code' in error) ||
  ('code' in error && (error.code === 'EPIPE' || error.code === 'ECONNRESET')) ||
  /^connection \d+ to \S+ closed$/.test(error.message);

const isClosed = (error: MongoError): boolean =>
  error instanceof MongoTopologyClosedError ||
  error instanceof MongoNotConnectedError ||
  error instanceof MongoClientClosedError;

const isPassing = (error: MongoError): boolean =>
  error instanceof MongoNetworkError ||
  error instanceof MongoServerSelectionError ||
  error.hasErrorLabel('RetryableWriteError') ||
  (error instanceof MongoServerError && PASSING.has(Number(error.code)));
