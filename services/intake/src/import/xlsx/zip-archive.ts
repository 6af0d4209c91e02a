import { createReadStream } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';
import { LedgerError } from '@complaint-ledger/contracts';

/** A file inside a zip archive, as its central directory tells it. */
export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly packedSize: number;
  /** Place of its local header. */
  readonly offset: number;
}

/** What may come out of one entry, so that a small file cannot fill memory or disk. */
export interface ZipLimits {
  readonly bytes: number;
  /** Unpacked bytes per packed byte, once more than `RATIO_FROM` bytes came out. */
  readonly ratio: number;
}

export const zipLimits: ZipLimits = { bytes: 4 * 1024 ** 3, ratio: 300 };

const RATIO_FROM = 8 * 1024 * 1024;
const MOST_ENTRIES = 10_000;
const END_SIGNATURE = 0x06054b50;
const ENTRY_SIGNATURE = 0x02014b50;
const LOCAL_SIGNATURE = 0x04034b50;
/** The end record has 22 bytes and a comment of at most 65,535. */
const END_SEARCH = 22 + 0xffff;

const broken = (file: string, why: string, hint?: string): LedgerError =>
  new LedgerError('invalid-input', `${file} is no XLSX workbook: ${why}`, {
    path: file,
    ...(hint === undefined ? {} : { hint }),
  });

/** Entries of a zip file by name (APPNOTE 4.3). Zip64 and encryption, which no workbook of this size has, are refused. */
export const zipEntries = async (file: string): Promise<ReadonlyMap<string, ZipEntry>> => {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const tail = await readAt(handle, Math.max(0, size - END_SEARCH), Math.min(size, END_SEARCH));
    const end = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
    if (end < 0 || end + 22 > tail.length || tail.readUInt32LE(end) !== END_SIGNATURE) {
      const start = await readAt(handle, 0, Math.min(size, 8));
      const ole = start.length === 8 && start.readUInt32BE(0) === 0xd0cf11e0;
      if (ole)
        throw broken(
          file,
          'it is protected by a password or of the old .xls sort',
          'save it as .xlsx without a password',
        );
      throw broken(file, 'it is cut off or no zip file');
    }
    const count = tail.readUInt16LE(end + 10);
    const length = tail.readUInt32LE(end + 12);
    const offset = tail.readUInt32LE(end + 16);
    if (count > MOST_ENTRIES || offset === 0xffffffff || offset + length > size)
      throw broken(file, 'its directory does not fit');
    return directory(file, await readAt(handle, offset, length), count);
  } finally {
    await handle.close();
  }
};

const directory = (file: string, bytes: Buffer, count: number): Map<string, ZipEntry> => {
  const entries = new Map<string, ZipEntry>();
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== ENTRY_SIGNATURE)
      throw broken(file, 'its directory is damaged');
    const flags = bytes.readUInt16LE(at + 8);
    const nameLength = bytes.readUInt16LE(at + 28);
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    if ((flags & 1) !== 0) throw broken(file, `${name} is encrypted`, 'save it without a password');
    entries.set(name, {
      name,
      method: bytes.readUInt16LE(at + 10),
      packedSize: bytes.readUInt32LE(at + 20),
      offset: bytes.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return entries;
};

/** Unpacked bytes of an entry. `onRead` is told packed bytes. LedgerError `payload-too-large` beyond the limits. */
export async function* zipEntryBytes(
  file: string,
  entry: ZipEntry,
  onRead: (bytes: number) => void = () => undefined,
  limits: ZipLimits = zipLimits,
): AsyncGenerator<Buffer> {
  const start = await dataStart(file, entry);
  if (entry.packedSize === 0) return;
  const disk = createReadStream(file, { start, end: start + entry.packedSize - 1, highWaterMark: 128 * 1024 });
  const packed = async function* (): AsyncGenerator<Buffer> {
    for await (const chunk of disk as AsyncIterable<Buffer>) {
      onRead(chunk.length);
      yield chunk;
    }
  };
  let out = 0;
  for await (const chunk of entry.method === 0 ? packed() : inflated(packed(), file, entry)) {
    out += chunk.length;
    if (out > limits.bytes || (out > RATIO_FROM && out > entry.packedSize * limits.ratio)) {
      throw new LedgerError('payload-too-large', `${file}: ${entry.name} unpacks to far more than its size`, {
        path: file,
        hint: 'save the sheet as .csv if it is really that big',
      });
    }
    yield chunk;
  }
}

async function* inflated(packed: AsyncIterable<Buffer>, file: string, entry: ZipEntry): AsyncGenerator<Buffer> {
  if (entry.method !== 8) throw broken(file, `${entry.name} is packed in an unknown way (${String(entry.method)})`);
  const inflate = createInflateRaw();
  // The error of either side reaches the reader through `inflate`.
  const fed = pipeline(packed, inflate).catch(() => undefined);
  try {
    yield* inflate as AsyncIterable<Buffer>;
    await fed;
  } catch (cause) {
    if (cause instanceof LedgerError) throw cause;
    throw new LedgerError('invalid-input', `${file} is damaged: ${entry.name} does not unpack`, { path: file, cause });
  }
}

const dataStart = async (file: string, entry: ZipEntry): Promise<number> => {
  const handle = await open(file);
  try {
    const local = await readAt(handle, entry.offset, 30);
    if (local.length < 30 || local.readUInt32LE(0) !== LOCAL_SIGNATURE)
      throw broken(file, `${entry.name} is not where it should be`);
    return entry.offset + 30 + local.readUInt16LE(26) + local.readUInt16LE(28);
  } finally {
    await handle.close();
  }
};

const readAt = async (handle: FileHandle, position: number, length: number): Promise<Buffer> => {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
};
