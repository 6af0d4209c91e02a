/** Whether a stream tells how far a source's clock has advanced: its events keep their place among all others. */
export const isClock = (stream: string): boolean => stream.startsWith('source-');
