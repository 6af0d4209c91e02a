export { arrayStatement, type ArrayStatement } from './array-statement.ts';
export { sqliteFailure, type FailureWords } from './failure.ts';
export { makePrivate } from './make-private.ts';
export { openFile, type OpenFileOptions } from './open-file.ts';
export { Recent } from './recent.ts';
export { messageOf, resultCode, type ResultCode } from './result-code.ts';
export { transaction } from './transaction.ts';
export { uuidFromBytes, uuidToBytes } from './uuid-bytes.ts';
