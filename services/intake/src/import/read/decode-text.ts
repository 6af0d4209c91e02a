import { isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';

export interface Decoder {
  /** Text of the next bytes. */
  readonly write: (chunk: Buffer) => string;
  readonly end: () => string;
  /** True once bytes came that the encoding does not know; they became U+FFFD. */
  readonly broken: () => boolean;
}

/** Turns bytes into text, chunk by chunk. A byte-order mark is dropped. */
export const decoder = (encoding: string): Decoder => {
  const plain = encoding === 'utf-8' ? utf8Decoder() : iconvDecoder(encoding);
  let first = true;
  const withoutMark = (text: string): string => {
    if (!first || text === '') return text;
    first = false;
    return text.startsWith('\uFEFF') ? text.slice(1) : text;
  };
  return { ...plain, write: (chunk) => withoutMark(plain.write(chunk)), end: () => withoutMark(plain.end()) };
};

const utf8Decoder = (): Decoder => {
  let rest: Buffer = Buffer.alloc(0);
  let broken = false;
  const decode = (bytes: Buffer): string => {
    if (!broken && !isUtf8(bytes)) broken = true;
    return bytes.toString('utf8');
  };
  return {
    write: (chunk) => {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      const whole = wholeCharacters(bytes);
      rest = Buffer.from(bytes.subarray(whole));
      return decode(bytes.subarray(0, whole));
    },
    end: () => decode(rest),
    broken: () => broken,
  };
};

/** Length of `bytes` without the character that is cut off at the end. */
const wholeCharacters = (bytes: Buffer): number => {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) {
      const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return needed > back ? bytes.length - back : bytes.length;
    }
  }
  return bytes.length;
};

const iconvDecoder = (encoding: string): Decoder => {
  const stream = iconv.getDecoder(encoding, { stripBOM: false });
  let broken = false;
  const noted = (text: string): string => {
    if (!broken && text.includes('\uFFFD')) broken = true;
    return text;
  };
  return {
    write: (chunk) => noted(stream.write(chunk)),
    end: () => noted(stream.end() ?? ''),
    broken: () => broken,
  };
};

/** Encoding that a byte-order mark tells; undefined without one. */
export const markedEncoding = (start: Buffer): string | undefined => {
  if (start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf) return 'utf-8';
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  return undefined;
};

/** Encodings in which a sample has no broken character, for a hint; likeliest first. */
export const fittingEncodings = (sample: Buffer, tried: string): string[] => {
  const evenNulls = sample.subarray(0, 400).filter((byte, at) => at % 2 === 1 && byte === 0).length;
  const candidates = evenNulls > 20 ? ['utf-16le'] : ['utf-8', 'gb18030', 'windows-1252'];
  return candidates.filter((encoding) => {
    if (encoding === tried) return false;
    const reading = decoder(encoding);
    reading.write(sample);
    return !reading.broken();
  });
};

/** Bytes outside ASCII that make it certain that valid UTF-8 is no other encoding's text by chance. */
const SURE = 60;

/** Whether a sample can only be UTF-8; GBK reads such text without complaint, as nonsense. */
export const isSurelyUtf8 = (sample: Buffer): boolean => {
  const reading = decoder('utf-8');
  reading.write(sample);
  if (reading.broken()) return false;
  let high = 0;
  for (const byte of sample) if (byte >= 0x80 && ++high >= SURE) return true;
  return false;
};
