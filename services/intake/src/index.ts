export type * from './quarantine/quarantine.ts';
export { openSqliteQuarantine, type SqliteQuarantineOptions } from './quarantine/sqlite-quarantine.ts';
export { Unreadable } from './receive/message.ts';
export * from './receive/receipt.ts';
export { type ReceiveContext, Receiver, type ReceiverOptions } from './receive/receiver.ts';
export { type ReadTime, readTime } from './receive/timestamp.ts';
