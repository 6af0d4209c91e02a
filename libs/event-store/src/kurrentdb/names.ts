/**
 * Names of the ledger's streams on a server that it may share with others: the events of `case-1` are in `<namespace>:case-1`, and which
 * stream has the event of an id is told by `<namespace>-id:<id>`.
 */
export class StreamNames {
  readonly eventPrefix: string;
  /** Where the Merkle nodes of the log are kept. */
  readonly ofSeals: string;
  readonly #idPrefix: string;

  constructor(namespace: string) {
    this.eventPrefix = `${namespace}:`;
    this.ofSeals = `${namespace}-seals`;
    this.#idPrefix = `${namespace}-id:`;
  }

  ofStream(stream: string): string {
    return this.eventPrefix + stream;
  }

  ofId(eventId: string): string {
    return this.#idPrefix + eventId;
  }
}
