import { type JsonObject, type JsonValue, LedgerError } from '@complaint-ledger/contracts';
import { verifyIntercom } from './authenticity.ts';
import { epochTime, idText, isObject, objectAt, objectsIn, text, told } from './payload.ts';
import type { TranslatedMessage, WebhookPreset, Words } from './preset.ts';

/** Topics whose delivery tells the content of the ticket, and not only a step of it. */
const telling: ReadonlySet<string> = new Set([
  'ticket.created',
  'ticket.attribute.updated',
  'ticket.contact.attached',
  'ticket.closed',
]);

/**
 * `nobody_admin` and `nobody_team` hold nothing. Intercom gives a ticket to a team or to an admin: an admin who has it alone
 * counts as a group of one, so that a pack which counts changes of group sees it pass from person to team and back.
 */
const holderOf = (assigned: JsonObject, words: Words): JsonObject | undefined => {
  const id = idText(assigned.id);
  if (id === undefined) return undefined;
  if (assigned.type === 'team') return told({ department: words.department(id), group: id });
  if (assigned.type !== 'admin') return undefined;
  const group = `admin-${id}`;
  return told({ department: words.department(group), group, person: id });
};

const sameHolder = (a: JsonObject, b: JsonObject): boolean => a.group === b.group && a.person === b.person;

/** Every step that the parts tell of, each with an id of its own: what an earlier delivery told is a duplicate. */
const stepsOf = (complaintId: string, parts: readonly JsonObject[], words: Words): readonly TranslatedMessage[] => {
  const messages: TranslatedMessage[] = [];
  let held: JsonObject | undefined;
  let isSettled = false;
  for (const part of parts) {
    const partId = idText(part.id);
    const time = epochTime(part.created_at);
    if (partId === undefined || time === undefined) continue;
    const author = objectAt(part, 'author');
    const by = author.type === 'admin' || author.type === 'bot' ? idText(author.id) : undefined;
    const add = (type: TranslatedMessage['type'], data: Readonly<Record<string, JsonValue | undefined>>): void => {
      messages.push({ id: `part ${partId}`, type, time, data: told({ complaintId, by, ...data }) });
    };
    const holder = isObject(part.assigned_to) ? holderOf(part.assigned_to, words) : undefined;
    if (holder !== undefined && (held === undefined || !sameHolder(held, holder))) {
      if (held === undefined) add('case.assigned', holder);
      else add('case.transferred', { from: held, to: holder, ...(text(part.body) && { reason: text(part.body) }) });
      held = holder;
      continue;
    }
    switch (text(part.part_type) ?? '') {
      case 'ticket_state_updated_by_admin': {
        const state = text(part.ticket_state);
        if (state === 'resolved' && !isSettled) add('case.resolved', {});
        else if (isSettled && state !== 'resolved') add('case.reopened', {});
        isSettled = state === 'resolved';
        break;
      }
      case 'close':
        add('case.closed', {});
        break;
      case 'comment':
        if (author.type === 'admin') add('case.contacted', { reached: true, summary: text(part.body) });
        break;
      default:
    }
  }
  return inOrder(messages);
};

/** By time; of one second, the closing comes last: Intercom lists it before the resolution that caused it. */
const inOrder = (messages: readonly TranslatedMessage[]): readonly TranslatedMessage[] => {
  const rank = ({ type }: TranslatedMessage): number => (type === 'case.closed' ? 1 : 0);
  return [...messages].sort((a, b) => Date.parse(a.time ?? '') - Date.parse(b.time ?? '') || rank(a) - rank(b));
};

/** What never changes about a ticket: any delivery of it can open the matter, whichever comes first. */
const filedBy = (id: string, ticket: JsonObject, words: Words): TranslatedMessage => {
  const [contact] = objectsIn(objectAt(ticket, 'contacts').contacts);
  const time = epochTime(ticket.created_at);
  return {
    id: `ticket ${id}`,
    type: 'complaint.filed',
    ...(time === undefined ? {} : { time }),
    data: told({
      complaintId: id,
      channel: words.channel('chat'),
      complainant: told({ account: idText(contact?.id) }),
      ticketNumber: idText(ticket.ticket_id),
      ticketType: idText(objectAt(ticket, 'ticket_type').id),
    }),
  };
};

/** Title, text and fields as they are at this delivery. */
const contentTold = (id: string, ticket: JsonObject, notification: string, time: string): TranslatedMessage => {
  const {
    _default_title_: title,
    _default_description_: detail,
    ...attributes
  } = objectAt(ticket, 'ticket_attributes');
  return {
    id: notification,
    type: 'complaint.amended',
    time,
    data: told({ complaintId: id, title: text(title), detail: text(detail), attributes }),
  };
};

/**
 * Intercom notifications about tickets. A ticket is a complaint, a team the group, an admin the person (and a
 * group of one). Each delivery
 * carries the history of its ticket, and each step becomes a message under the id of its part, at the part's own time: a
 * delivery that got lost is made up for by the next, and replays change nothing. A step to nobody is no transfer; coming
 * back from nobody to the same holder is none either.
 */
export const intercom: WebhookPreset = {
  name: 'intercom',
  levels: {},
  authenticate: verifyIntercom,
  translate: (payload, words) => {
    const root = objectAt(payload);
    const topic = text(root.topic);
    const notification = idText(root.id);
    if (topic === undefined) {
      throw new LedgerError('invalid-input', 'topic is missing: this is no notification of Intercom', {
        path: 'topic',
      });
    }
    const source = `intercom://${idText(root.app_id) ?? 'app'}`;
    const item = objectAt(root, 'data', 'item');
    const ticket = isObject(item.ticket) ? item.ticket : item;
    const id = idText(ticket.id);
    if (!topic.startsWith('ticket.') || id === undefined) return { source, messages: [] };
    const parts = objectsIn(objectAt(ticket, 'ticket_parts').ticket_parts);
    const messages = [filedBy(id, ticket, words), ...stepsOf(id, parts, words)];
    const deliveredAt = epochTime(root.created_at);
    if (notification !== undefined && deliveredAt !== undefined && telling.has(topic)) {
      messages.push(contentTold(id, ticket, notification, deliveredAt));
    }
    return { source, messages };
  },
};
