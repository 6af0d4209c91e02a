export * from './event-feed.ts';
export { DEFAULT_BACKOFF, type Backoff } from './backoff.ts';
export { openInProcessFeed, type InProcessFeedOptions } from './in-process/in-process-feed.ts';
export { type LeasedFeed, openLeasedFeed, type LeasedFeedOptions } from './leased/leased-feed.ts';
export { type PageSpan, tracedFeed } from './traced-feed.ts';
export {
  type Parked,
  type ParkedBuckets,
  type ParkedChoice,
  type ParkedPlace,
  parkedIn,
  toldReason,
} from './parked.ts';
