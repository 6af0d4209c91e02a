import { setTimeout as delay } from 'node:timers/promises';
import { type Random, randomOf } from '@complaint-ledger/testing';
import type { Service } from '../open/open-distributed.ts';
import type { Fleet } from './fleet.ts';
import type { FleetMember } from './fleet-member.ts';
import type { OwnBroker } from './own-broker.ts';

/** Who is killed: the process that relays, some process of a service, the Kafka broker. */
export type Target = 'leader' | Service | 'broker';

const LOOK_MS = 100;
const NOTICED_MS = 20_000;
const STARTS = 5;

/** So many of each, in an order that the seed says. */
export const scheduleOf = (counts: Readonly<Record<Target, number>>, seed: number): readonly Target[] => {
  const random = randomOf(seed);
  return Object.entries(counts)
    .flatMap(([target, count]) =>
      Array.from({ length: count }, () => ({ target: target as Target, at: random.next() })),
    )
    .sort((a, b) => a.at - b.at)
    .map(({ target }) => target);
};

interface ChaosParts {
  readonly fleet: Fleet;
  readonly broker: OwnBroker;
  readonly seed: number;
  /** After every blow. */
  readonly after: () => Promise<void>;
}

/** Kills what the schedule says by SIGKILL, and starts it again as an orchestrator does. */
export class Chaos {
  readonly struck: Record<Target, number> = { leader: 0, routing: 0, reporting: 0, intake: 0, broker: 0 };
  readonly #parts: ChaosParts;
  readonly #random: Random;
  readonly #recovering = new Map<FleetMember | OwnBroker, Promise<void>>();
  readonly #lost: unknown[] = [];

  constructor(parts: ChaosParts) {
    this.#parts = parts;
    this.#random = randomOf(parts.seed);
  }

  get strikes(): number {
    return Object.values(this.struck).reduce((sum, each) => sum + each, 0);
  }

  /** Resolves when they are killed; they come back meanwhile. */
  async strike(targets: readonly Target[]): Promise<void> {
    for (const target of targets) {
      await (target === 'broker' ? this.#strikeBroker() : this.#strikeProcess(target));
      this.struck[target]++;
      await this.#parts.after();
    }
  }

  /** Resolves when all have come back. Throws why one did not. */
  async over(): Promise<void> {
    while (this.#recovering.size > 0) await Promise.allSettled(this.#recovering.values());
    if (this.#lost.length > 0) throw this.#lost[0];
  }

  async #strikeBroker(): Promise<void> {
    const { broker } = this.#parts;
    await this.#recovering.get(broker);
    await broker.kill();
    this.#recover(broker, async () => {
      await this.#until(() => this.#some('ledger_part_ok\\{part="(?:relay|routing|projections)"\\} 0'), NOTICED_MS);
      await broker.restart();
    });
  }

  async #strikeProcess(target: Exclude<Target, 'broker'>): Promise<void> {
    let victim: FleetMember | undefined;
    await this.#until(async () => {
      victim = target === 'leader' ? await this.#leader() : this.#one(target);
      return victim !== undefined;
    });
    const member = victim;
    if (member === undefined) throw new Error(`nobody is there to be killed as ${target}`);
    await member.kill();
    this.#recover(member, () => startAgain(member));
  }

  #recover(who: FleetMember | OwnBroker, work: () => Promise<void>): void {
    const done = work()
      .catch((error: unknown) => void this.#lost.push(error))
      .finally(() => this.#recovering.delete(who));
    this.#recovering.set(who, done);
  }

  #standing(): readonly FleetMember[] {
    return this.#parts.fleet.members.filter((member) => member.runs && !this.#recovering.has(member));
  }

  #one(service: Service): FleetMember | undefined {
    const candidates = this.#standing().filter((member) => member.service === service);
    return candidates.length === 0 ? undefined : this.#random.pick(candidates);
  }

  async #leader(): Promise<FleetMember | undefined> {
    for (const member of this.#standing()) if (await this.#tells(member, 'ledger_relay_leads 1')) return member;
    return undefined;
  }

  async #some(sample: string): Promise<boolean> {
    const told = await Promise.all(this.#standing().map((member) => this.#tells(member, sample)));
    return told.includes(true);
  }

  async #tells(member: FleetMember, sample: string): Promise<boolean> {
    const answer = await this.#parts.fleet.request(member, '/metrics').catch(() => undefined);
    const text = await answer?.text().catch(() => '');
    return new RegExp(`^${sample}$`, 'm').test(text ?? '');
  }

  async #until(holds: () => Promise<boolean>, within = Number.POSITIVE_INFINITY): Promise<void> {
    for (const end = performance.now() + within; performance.now() < end && !(await holds());) await delay(LOOK_MS);
  }
}

/** A process that finds an engine away may end at its start: then it is started once more. */
const startAgain = async (member: FleetMember): Promise<void> => {
  for (let tries = 1; ; tries++) {
    try {
      return await member.start();
    } catch (error) {
      if (tries === STARTS) throw error;
    }
  }
};
