/** What one pass over the bytes of a JSON text finds out; only a hint, the parser decides. */
export interface Scan {
  /** Colons outside of strings: the keys that a faithful reading must have. */
  readonly keys: number;
  /** Where the depth first went beyond the limit; -1 when it never did. */
  readonly tooDeepAt: number;
  /** A number of many digits or with an exponent: it may not survive as a double. */
  readonly longNumber: boolean;
  /** An escape of a surrogate, which may be half a character. */
  readonly surrogate: boolean;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const ZERO = 0x30;
const NINE = 0x39;
const DOT = 0x2e;
const LOWER_E = 0x65;
const UPPER_E = 0x45;
const LOWER_U = 0x75;
const LOWER_D = 0x64;
const UPPER_D = 0x44;

/** A double holds every decimal of up to 15 significant digits. */
const SURE_DIGITS = 15;

/** Scans UTF-8 bytes of JSON: outside of strings every byte that matters is ASCII. */
export const scanJson = (bytes: Uint8Array, maxDepth: number): Scan => {
  const end = bytes.length;
  let keys = 0;
  let level = 0;
  let tooDeepAt = -1;
  let longNumber = false;
  let surrogate = false;
  let digits = 0;
  for (let i = 0; i < end; i++) {
    const byte = bytes[i] as number;
    if (byte === QUOTE) {
      digits = 0;
      i++;
      for (let inside = bytes[i]; i < end && inside !== QUOTE; inside = bytes[++i]) {
        if (inside !== BACKSLASH) continue;
        i++;
        if (bytes[i] === LOWER_U && (bytes[i + 1] === LOWER_D || bytes[i + 1] === UPPER_D)) surrogate = true;
      }
    } else if (byte >= ZERO && byte <= NINE) {
      if (++digits > SURE_DIGITS) longNumber = true;
    } else if (byte === DOT) {
      // Counts on: 0.1 and 12.34 are one number.
    } else {
      if (digits > 0 && (byte === LOWER_E || byte === UPPER_E)) longNumber = true;
      digits = 0;
      if (byte === COLON) keys++;
      else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
        if (++level > maxDepth && tooDeepAt < 0) tooDeepAt = i;
      } else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) level--;
    }
  }
  return { keys, tooDeepAt, longNumber, surrogate };
};
