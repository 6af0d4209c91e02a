import { leafHashOfPrefixed } from '@complaint-ledger/proof';

const FIRST_CAPACITY = 64 * 1024;
/** More is not kept after use. */
const KEPT_CAPACITY = 1024 * 1024;

/** Turns a body into its UTF-8 bytes once, for the hash and for the file: in a buffer that has the leaf prefix already. */
export class LeafEncoder {
  #buffer = Buffer.alloc(FIRST_CAPACITY);
  #end = 1;

  encode(body: string): void {
    // At most three bytes of UTF-8 for each unit of UTF-16.
    const needed = 1 + body.length * 3;
    if (needed > this.#buffer.length || (this.#buffer.length > KEPT_CAPACITY && needed <= KEPT_CAPACITY)) {
      this.#buffer = Buffer.alloc(Math.max(FIRST_CAPACITY, needed));
    }
    this.#end = 1 + this.#buffer.write(body, 1, 'utf8');
  }

  /** The encoded body; valid until the next one. */
  get bytes(): Uint8Array {
    return this.#buffer.subarray(1, this.#end);
  }

  /** Leaf hash of the encoded body. */
  hash(): Buffer {
    return leafHashOfPrefixed(this.#buffer.subarray(0, this.#end));
  }
}
