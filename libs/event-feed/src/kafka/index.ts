export { brokersOf, type KafkaLog, type KafkaSasl, type KafkaSettings, type KafkaTls, kafkaOf } from './settings.ts';
export {
  type EnsuredTopics,
  ensureTopics,
  EVENTS_TOPIC,
  INBOUND_TOPIC,
  REJECTED_TOPIC,
  type TopicDifference,
  type TopicsOptions,
} from './topics.ts';
export { eventOfWire, wireBytes } from './cloud-event.ts';
export { tracedKafkaFeed } from './spans.ts';
export {
  type ConsumerLag,
  type KafkaFeed,
  type KafkaFeedOptions,
  type KafkaFeedSubscription,
  openKafkaFeed,
} from './kafka-feed.ts';
export type { PartitionLag } from './kafka-subscription.ts';
export { openKafkaRelay, type Relay, type RelayOptions, type RelayStall } from './relay.ts';
export {
  relayPlaceIn,
  relayPlacesOf,
  type RelayPlace,
  type RelayState,
  type VersionedRelayState,
} from './relay-place.ts';
export {
  type Inbound,
  type InboundAnswer,
  type InboundLag,
  type InboundOptions,
  type InboundStall,
  openKafkaInbound,
  type ReceiveInbound,
} from './inbound.ts';
export type { InboundMessage } from './inbound-message.ts';
export { type GroupLook, type KafkaLook, lookAtKafka, type TopicsLook } from './look-at-kafka.ts';
