export { EMPTY_ROOT, HASH_BYTES, leafHash, leafHashOfPrefixed, leafHashOfText, nodeHash } from './hashing.ts';
export { MerkleFrontier } from './merkle-frontier.ts';
export { consistencyProof, inclusionProof, rootOf } from './prove.ts';
export { completedLevels, nodeLocation, peaksOf, type NodeAddress, type ReadNode } from './tree-shape.ts';
export { verifyConsistency, verifyInclusion, type ConsistencyClaim, type InclusionClaim } from './verify.ts';
