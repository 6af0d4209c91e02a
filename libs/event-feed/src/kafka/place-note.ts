/** What stands beside a committed offset: how the consumer's own checkpoints stood when it was committed. */
export interface PlaceNote {
  /** Position of the last event before the offset. */
  readonly reached: number;
  /** Saved checkpoint of each bucket of the partition, in the order of their numbers. */
  readonly saved: readonly number[];
}

const NOTE = /^1:([0-9a-z]+):([0-9a-z,]+)$/;

/** At most some 600 characters for 64 buckets: brokers take 4,096. */
export const writePlaceNote = ({ reached, saved }: PlaceNote): string =>
  `1:${reached.toString(36)}:${saved.map((position) => position.toString(36)).join(',')}`;

/** Undefined for what this version did not write of so many buckets. */
export const readPlaceNote = (text: string, buckets: number): PlaceNote | undefined => {
  const [, reached, list] = NOTE.exec(text) ?? [];
  if (reached === undefined || list === undefined) return undefined;
  const saved = list.split(',').map((each) => Number.parseInt(each, 36));
  return saved.length === buckets && saved.every(Number.isSafeInteger)
    ? { reached: Number.parseInt(reached, 36), saved }
    : undefined;
};

/** False when a checkpoint has gone back since the note was written: what it belongs to was rebuilt or restored. */
export const agrees = ({ saved }: PlaceNote, checkpoints: readonly number[]): boolean =>
  saved.every((position, index) => (checkpoints[index] ?? 0) >= position);
