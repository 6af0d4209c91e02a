/** Checkpoint of a consumer in one bucket, or in the whole log. */
export const placeName = (consumer: string, bucket: number | undefined): string =>
  bucket === undefined ? consumer : `${consumer}/${bucket}`;
