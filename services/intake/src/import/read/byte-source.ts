import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { LedgerError, said } from '@complaint-ledger/contracts';

/** Bytes read of a file and its size, both as on disk. */
export interface ByteProgress {
  done: number;
  readonly total: number;
}

export interface ByteSource {
  readonly progress: ByteProgress;
  readonly bytes: AsyncIterable<Buffer>;
}

/** Opens a file for reading from its start; a gzip file, by its first two bytes, is unpacked. */
export const openBytes = async (file: string): Promise<ByteSource> => {
  const { size } = await stat(file).catch(unreadable(file));
  const progress = { done: 0, total: size };
  return { progress, bytes: read(file, progress, await isGzip(file)) };
};

const unreadable =
  (file: string) =>
  (cause: NodeJS.ErrnoException): never => {
    const missing = cause.code === 'ENOENT';
    throw new LedgerError(
      'invalid-input',
      missing
        ? said(`There is no file ${file}`, `没有文件 ${file}`)
        : said(`${file} cannot be read`, `无法读取 ${file}`),
      {
        path: file,
        hint: missing
          ? said('Check the name and the folder.', '请检查文件名和文件夹。')
          : said('Check that it is a file and that this user may read it.', '请确认它是文件，且当前用户可以读取。'),
        cause,
      },
    );
  };

const isGzip = async (file: string): Promise<boolean> => {
  const start = await firstBytes(file, 2);
  return start[0] === 0x1f && start[1] === 0x8b;
};

/** The first bytes of a file as they are on disk. */
export const firstBytes = async (file: string, count: number): Promise<Buffer> => {
  const handle = await open(file).catch(unreadable(file));
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(count), 0, count, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
};

async function* read(file: string, progress: ByteProgress, gzip: boolean): AsyncGenerator<Buffer> {
  const disk = createReadStream(file, { highWaterMark: 256 * 1024 });
  const counted = async function* (): AsyncGenerator<Buffer> {
    for await (const chunk of disk as AsyncIterable<Buffer>) {
      progress.done += chunk.length;
      yield chunk;
    }
  };
  if (!gzip) return yield* counted();
  yield* unpacked(counted, file);
}

async function* unpacked(source: () => AsyncGenerator<Buffer>, file: string): AsyncGenerator<Buffer> {
  const gunzip = createGunzip();
  const fed = pipeline(source, gunzip).catch(() => undefined);
  try {
    yield* gunzip as AsyncIterable<Buffer>;
    await fed;
  } catch (cause) {
    throw new LedgerError('invalid-input', said(`${file} is no whole gzip file`, `${file} 不是完整的 gzip 文件`), {
      path: file,
      cause,
    });
  }
}
