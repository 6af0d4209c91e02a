export { fakeClock, type FakeClock } from './fake-clock.ts';
export { factOf, factsOf, type FactPlace } from './facts/fact-of.ts';
export { differences, type Part } from './spec/contains.ts';
export {
  deciderSpec,
  type Decider,
  type DeciderSpec,
  type Expected,
  type Given,
  type Outcome,
  type SpecRefusal,
} from './spec/decider-spec.ts';
export { CALL_CENTRE, simulateCallCentre, type CallCentre } from './call-centre/simulate-call-centre.ts';
export type { InboundCloudEvent } from './call-centre/message.ts';
export { randomOf, type Random } from './call-centre/random.ts';
