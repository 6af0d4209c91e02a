import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';
import type { RecordedEvent } from '@complaint-ledger/contracts';
import { type Policy, compilePolicy, loadPack, openCalendarBook } from '@complaint-ledger/policy';

/** A recorded history: what a release wrote, byte for byte, and what it made of it. */
export interface GoldenHistory {
  /** Stored bytes of every event, in the order of the log. */
  readonly bodies: readonly string[];
  readonly digests: GoldenDigests;
}

export interface GoldenDigests {
  /** RFC 6962 root over the stored bytes, hexadecimal. */
  readonly root: string;
  /** Digest of each projection, by name. */
  readonly projections: Readonly<Record<string, string>>;
}

const folder = new URL('../../golden/', import.meta.url);

export const goldenFile = (release: string, name: 'events.ndjson.gz' | 'digests.json' | 'standard.yaml'): URL =>
  new URL(`${release}/${name}`, folder);

export const readGolden = (release: string): GoldenHistory => ({
  bodies: gunzipSync(readFileSync(goldenFile(release, 'events.ndjson.gz')))
    .toString('utf8')
    .trimEnd()
    .split('\n'),
  digests: JSON.parse(readFileSync(goldenFile(release, 'digests.json'), 'utf8')) as GoldenDigests,
});

/** The standard pack as the release had it: what it decided is decided by that, however the pack has changed since. */
export const goldenPolicy = (release: string): Policy => {
  const file = goldenFile(release, 'standard.yaml');
  const pack = loadPack(readFileSync(file, 'utf8'), { file: fileURLToPath(file), resolve: () => undefined });
  return compilePolicy(pack, openCalendarBook());
};

/** The event that stored bytes say; its position is its place in the log. */
export const eventOf = (body: string, position: number): RecordedEvent => ({
  ...(JSON.parse(body) as Omit<RecordedEvent, 'position'>),
  position,
});
