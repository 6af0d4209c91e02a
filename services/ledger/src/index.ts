export { openLedger, type Ledger, type LedgerOptions } from './open/open-ledger.ts';
export { type LedgerServer, ledgerApp, serveLedger } from './server/ledger-server.ts';
export { type MainOptions, main, run } from './main.ts';
