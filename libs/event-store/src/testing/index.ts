export { eventStoreContract } from './event-store-contract.ts';
export { sampleEvent, sampleEvents } from './sample-events.ts';
export type { StoreCapabilities, StoreFactory, StoreUnderTest } from './store-under-test.ts';
