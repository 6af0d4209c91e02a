import { callIdOf, complaintIdOf, streamName } from '@complaint-ledger/contracts';
import type { Vault } from '@complaint-ledger/vault';
import type { HeldMessage, Quarantine } from './quarantine.ts';

/** Shorter texts identify nobody: they would take messages of strangers away. */
const SHORTEST = 5;

const NUMBERS = /[+\d][\d\s().-]{3,}\d/gu;
const WORDS = /[\p{L}\p{N}.@_%+-]+/gu;

/** Every text in a JSON value, whatever it is called. */
const textsIn = (value: unknown): readonly string[] => {
  if (typeof value === 'string' || typeof value === 'number') return [String(value)];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const property = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

/** Streams of the matters that a message names. */
const mattersOf = (message: unknown, source: string | undefined): readonly string[] => {
  const from = source ?? property(message, 'source');
  if (typeof from !== 'string') return [];
  const data = property(message, 'data');
  const [complaint, call] = [property(data, 'complaintId'), property(data, 'callId')];
  return [
    ...(typeof complaint === 'string' ? [streamName('complaint', complaintIdOf(from, complaint))] : []),
    ...(typeof call === 'string' ? [streamName('call', callIdOf(from, call))] : []),
  ];
};

/** Whether anything in a message identifies the person, or it names a matter of theirs. */
const isAbout =
  (vault: Vault, person: string) =>
  async ({ source, bodies }: HeldMessage): Promise<boolean> => {
    const texts = new Set<string>();
    for (const bytes of bodies) {
      const text = new TextDecoder().decode(bytes);
      const message = parsed(text);
      for (const stream of mattersOf(message, source)) if ((await vault.personOf(stream)) === person) return true;
      for (const each of message === undefined ? [text] : textsIn(message))
        for (const part of [each, ...(each.match(NUMBERS) ?? []), ...(each.match(WORDS) ?? [])])
          if (part.length >= SHORTEST) texts.add(part);
    }
    return (await vault.namedIn([...texts])).includes(person);
  };

/**
 * Takes away every message about a person that the log did not take: nothing of them is under the person's key. To be done before the
 * person is erased from the vault, which tells afterwards no more who it was. Answers how many. LedgerErrors of both.
 */
export const forgetPerson = (quarantine: Quarantine, vault: Vault, person: string): Promise<number> =>
  quarantine.forget(isAbout(vault, person), 'erased');
