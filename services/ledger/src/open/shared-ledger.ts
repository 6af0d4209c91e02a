import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { LedgerError, said } from '@complaint-ledger/contracts';
import { openLeasedFeed } from '@complaint-ledger/event-feed';
import { EVENTS_TOPIC, openKafkaFeed, relayPlaceIn } from '@complaint-ledger/event-feed/kafka';
import type { EventStore, Verification, VerifyProgress } from '@complaint-ledger/event-store';
import { type KurrentDbEventStore, openKurrentDbEventStore } from '@complaint-ledger/event-store/kurrentdb';
import { type Quarantine, Receiver } from '@complaint-ledger/intake';
import { openMongoQuarantine } from '@complaint-ledger/intake/mongodb';
import type { PolicyBook } from '@complaint-ledger/policy';
import { openMongoProjectionStore } from '@complaint-ledger/projection-store/mongodb';
import { type Replayed, type ReplayOptions, Reporting } from '@complaint-ledger/reporting';
import type { KeyedVault } from '@complaint-ledger/vault';
import { openMongoVault } from '@complaint-ledger/vault/mongodb';
import type { Invocation } from '../cli/invocation.ts';
import { readDistributed, readMongoDb, readVault } from '../config/distributed.ts';
import type { Closing } from './closing.ts';
import { type DataFolder, dataFolder } from './data-folder.ts';
import type { BroughtPack, ExistingLedger, OpenIntake, VaultOptions } from './existing-ledger.ts';
import { clusterName, importStateIn } from './import-state.ts';
import { inTurnOf } from './in-turn-of.ts';
import { isClock } from './is-clock.ts';
import { holdsEvents, openPolicies } from './open-ledger.ts';
import { reportingWords } from './words.ts';

/** How long the processes of the ledger may take to count what is in the log, ms. */
const COUNTING_MS = 10_000;

/** A ledger on KurrentDB, Kafka and MongoDB, beside the processes that run it: a command joins none of their groups. */
export class SharedLedger implements ExistingLedger {
  readonly #call: Invocation;
  readonly #closing: Closing;
  readonly #files: DataFolder;
  #store: Promise<KurrentDbEventStore> | undefined;
  #vault: Promise<KeyedVault> | undefined;

  constructor(call: Invocation, closing: Closing) {
    this.#call = call;
    this.#closing = closing;
    this.#files = dataFolder(call.configuration.data);
  }

  get policies(): PolicyBook {
    return openPolicies(this.#call.configuration, this.#files);
  }

  log(): Promise<EventStore> {
    return this.#log();
  }

  async verify(onProgress: (progress: VerifyProgress) => void): Promise<Verification> {
    return (await this.#log()).seal.verify(onProgress);
  }

  vault({ isLost = false }: VaultOptions = {}): Promise<KeyedVault> {
    // What was refused may be asked for otherwise.
    if (this.#vault === undefined || isLost) this.#vault = this.#openVault(isLost);
    return this.#vault;
  }

  async quarantine(): Promise<Quarantine> {
    const url = readMongoDb(this.#call.environment);
    return this.#closing.add(await openMongoQuarantine({ url, sealer: await this.vault() }));
  }

  async reporting({ asOf = false }: { readonly asOf?: boolean } = {}): Promise<Reporting> {
    const reporting = await this.#reporting();
    if (asOf) return reporting;
    const late = new AbortController();
    try {
      await Promise.race([
        reporting.caughtUp(),
        delay(COUNTING_MS, undefined, { signal: late.signal }).then(() => {
          throw notCounted();
        }),
      ]);
    } finally {
      late.abort();
    }
    return reporting;
  }

  async replay(options: ReplayOptions): Promise<Replayed> {
    // What is only not counted yet is not wrong.
    return (await this.reporting()).replay(options);
  }

  async intake(brought?: BroughtPack): Promise<OpenIntake> {
    if (brought !== undefined) this.#checkKnown(brought);
    const [store, vault, quarantine] = [await this.#log(), await this.vault(), await this.quarantine()];
    const receiver = new Receiver({ store, vault, policies: this.policies, quarantine });
    return { receiver, quarantine, settled: async () => undefined };
  }

  importState(file: string): string | undefined {
    const cluster = clusterName(readDistributed(this.#call.environment));
    try {
      return importStateIn(this.#files, file, cluster);
    } catch {
      // A container may have no folder to write to.
      return undefined;
    }
  }

  #log(): Promise<KurrentDbEventStore> {
    const { events, namespace } = readDistributed(this.#call.environment);
    this.#store ??= openKurrentDbEventStore({ url: events, namespace, inOrder: isClock, inTurnOf }).then((store) =>
      this.#closing.add(store),
    );
    return this.#store;
  }

  async #openVault(isLost: boolean): Promise<KeyedVault> {
    const { environment } = this.#call;
    const mustExist = !isLost && (await holdsEvents(await this.#log()));
    const place = { url: readMongoDb(environment), ...readVault(environment) };
    return this.#closing.add(await openMongoVault({ ...place, mustExist }));
  }

  async #reporting(): Promise<Reporting> {
    const { mongodb, kafka, prefix } = readDistributed(this.#call.environment);
    const log = await this.#log();
    const store = this.#closing.add(await openMongoProjectionStore({ url: mongodb }));
    const topic = `${prefix}${EVENTS_TOPIC}`;
    const relay = relayPlaceIn(store, topic);
    const groupPrefix = `${prefix}ledger.`;
    const feed = this.#closing.add(openKafkaFeed({ kafka, log, relay, topic, groupPrefix, watchOnly: true }));
    const serial = this.#closing.add(openLeasedFeed({ log, documents: store, prefix, watchOnly: true }));
    return this.#closing.add(
      await Reporting.open({
        log,
        feed,
        shared: { serial },
        store,
        ...reportingWords(this.policies),
        unseal: async (eventId, sealed, view) => (await this.vault()).unseal(eventId, sealed, view),
      }),
    );
  }

  /** A pack that only this command knew would stop the services at the first case of it. */
  #checkKnown({ id, file }: BroughtPack): void {
    const text = readFileSync(file, 'utf8');
    if (this.#call.configuration.packs.some((pack) => readFileSync(pack, 'utf8') === text)) return;
    throw new LedgerError(
      'config',
      said(
        `The services of this ledger are not known to go by the policy pack '${id}' of this file.`,
        `无法确认此账本的各服务使用该文件中的制度包“${id}”。`,
      ),
      {
        path: file,
        hint: said(
          'Give it to every service first, and to this command: LEDGER_PACKS, or packs of the configuration file.',
          '请先把它交给每个服务，再交给本命令：LEDGER_PACKS，或设置文件中的 packs。',
        ),
      },
    );
  }
}

const notCounted = (): LedgerError =>
  new LedgerError(
    'unavailable',
    said(
      'The services of this ledger have not counted everything that is in its log.',
      '此账本的各服务尚未统计完日志中的全部内容。',
    ),
    {
      hint: said(
        'Is `ledger serve reporting` running, and the relay? Its /health/ready says where it stands. Reports as of a position need nobody: --as-of.',
        '`ledger serve reporting` 和转发进程在运行吗？其 /health/ready 会说明停在哪里。按位置查询的报表不依赖它们：--as-of。',
      ),
    },
  );
