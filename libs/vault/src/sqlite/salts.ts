import { randomFillSync } from 'node:crypto';

const SALT = 32;

/** Random bytes by the page: one call costs nearly the same as 128. */
export class Salts {
  readonly #page = Buffer.alloc(SALT * 128);
  #used = this.#page.length;

  next(): Uint8Array {
    if (this.#used === this.#page.length) {
      randomFillSync(this.#page);
      this.#used = 0;
    }
    this.#used += SALT;
    return this.#page.subarray(this.#used - SALT, this.#used);
  }
}
