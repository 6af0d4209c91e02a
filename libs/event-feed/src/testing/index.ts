export { eventFeedContract, type FeedUnderTest } from './event-feed-contract.ts';
export { memoryConsumer, type MemoryConsumer, type MemoryConsumerOptions } from './memory-consumer.ts';
