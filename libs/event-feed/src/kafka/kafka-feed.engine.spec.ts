import { eventFeedContract } from '../testing/index.ts';
import { kafkaGround } from './testing/kafka-ground.ts';

eventFeedContract('Kafka', async () => {
  const ground = await kafkaGround();
  ground.relay();
  return { store: ground.store, feed: ground.feed(), dispose: () => ground.dispose() };
});
