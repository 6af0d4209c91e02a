import { type JsonObject, type JsonValue, LedgerError } from '@complaint-ledger/contracts';
import { verifyZendesk } from './authenticity.ts';
import { idText, objectAt, text, told } from './payload.ts';
import type { TranslatedMessage, WebhookPreset, Words } from './preset.ts';

const channels: Readonly<Record<string, string>> = {
  email: 'e-mail',
  web: 'web',
  web_service: 'web',
  voice: 'phone',
  phone: 'phone',
  chat: 'chat',
  native_messaging: 'chat',
  messaging: 'chat',
  mobile_sdk: 'app',
  mobile: 'app',
};

interface Ticket {
  readonly id: string;
  readonly time: string;
  readonly delivery: string;
  readonly detail: JsonObject;
  readonly event: JsonObject;
  readonly by: string | undefined;
  readonly words: Words;
}

type Translate = (ticket: Ticket) => readonly TranslatedMessage[];

const message = (
  { id, time, delivery, by }: Ticket,
  type: TranslatedMessage['type'],
  data: Readonly<Record<string, JsonValue | undefined>>,
  suffix = '',
): TranslatedMessage => ({ id: `${delivery}${suffix}`, type, time, data: told({ complaintId: id, by, ...data }) });

const holder = (words: Words, group: string | undefined, person?: string): JsonObject =>
  told({ department: words.department(group), group, person });

const created: Translate = (ticket) => {
  const { detail, words } = ticket;
  const { by: _, ...filed } = message(ticket, 'complaint.filed', {
    channel: words.channel(channels[text(objectAt(detail, 'via').channel)?.toLowerCase() ?? ''] ?? 'crm'),
    level: words.level(text(detail.priority)),
    complainant: told({ account: idText(detail.requester_id) }),
    title: text(detail.subject),
    detail: text(detail.description),
    receivedBy: idText(detail.actor_id),
    tags: detail.tags ?? undefined,
    ticketType: text(detail.type),
    brand: idText(detail.brand_id),
    organization: idText(detail.organization_id),
  }).data;
  const first: TranslatedMessage = { id: ticket.delivery, type: 'complaint.filed', time: ticket.time, data: filed };
  const held = holder(words, idText(detail.group_id), idText(detail.assignee_id));
  return Object.keys(held).length === 0 ? [first] : [first, message(ticket, 'case.assigned', held, '#assigned')];
};

/** From nobody it is an assignment, to nobody it is no fact: the ledger keeps the last holder. */
const holderChanged =
  (unit: 'group' | 'person'): Translate =>
  (ticket) => {
    const { event, detail, words } = ticket;
    const [previous, current] = [idText(event.previous), idText(event.current)];
    if (current === undefined || current === previous) return [];
    const group = idText(detail.group_id);
    const to = unit === 'group' ? holder(words, current) : holder(words, group, current);
    if (previous === undefined) return [message(ticket, 'case.assigned', to)];
    const from = unit === 'group' ? holder(words, previous) : holder(words, group, previous);
    return [message(ticket, 'case.transferred', { from, to })];
  };

const settled = new Set(['SOLVED', 'CLOSED']);

const statusChanged: Translate = (ticket) => {
  const previous = text(ticket.event.previous)?.toUpperCase() ?? '';
  const current = text(ticket.event.current)?.toUpperCase() ?? '';
  if (current === 'SOLVED') return [message(ticket, 'case.resolved', {})];
  if (current === 'CLOSED') return [message(ticket, 'case.closed', {})];
  return settled.has(previous) ? [message(ticket, 'case.reopened', {})] : [];
};

const priorityChanged: Translate = (ticket) => {
  const level = ticket.words.level(text(ticket.event.current));
  return level === undefined ? [] : [message(ticket, 'case.level-changed', { level })];
};

/** A public comment of the staff reaches the customer; one of the customer or an internal note does not. */
const commentAdded: Translate = (ticket) => {
  const comment = objectAt(ticket.event, 'comment');
  const author = objectAt(comment, 'author');
  if (comment.is_public !== true || author.is_staff !== true) return [];
  const by = idText(author.id);
  return [message(ticket, 'case.contacted', { reached: true, summary: text(comment.body), ...(by && { by }) })];
};

const translations: Readonly<Record<string, Translate>> = {
  created,
  agent_assignment_changed: holderChanged('person'),
  group_assignment_changed: holderChanged('group'),
  status_changed: statusChanged,
  priority_changed: priorityChanged,
  comment_added: commentAdded,
};

/**
 * Zendesk ticket events (`zen:event-type:ticket.*`). A ticket is a complaint, its group the group, its assignee the person,
 * its requester the account of the complainant. Solved is resolved, closed is closed, back from either is reopened; a public
 * comment of the staff is a contact. Other events say nothing to the ledger. Times keep every digit.
 */
export const zendesk: WebhookPreset = {
  name: 'zendesk',
  levels: { LOW: 'dissatisfied', NORMAL: 'dissatisfied', HIGH: 'very-dissatisfied', URGENT: 'major' },
  authenticate: verifyZendesk,
  translate: (payload, words) => {
    const root = objectAt(payload);
    const detail = objectAt(root, 'detail');
    const type = text(root.type);
    const delivery = idText(root.id);
    if (type === undefined || delivery === undefined) {
      const path = type === undefined ? 'type' : 'id';
      throw new LedgerError('invalid-input', `${path} is missing: this is no event of Zendesk`, {
        path,
        hint: 'Subscribe the webhook to ticket events; a trigger with a body of its own posts to /v1/events.',
      });
    }
    const source = `zendesk://${idText(root.account_id) ?? 'account'}`;
    const translate = translations[type.replace('zen:event-type:ticket.', '')];
    const id = idText(detail.id);
    if (translate === undefined || id === undefined) return { source, messages: [] };
    const ticket: Ticket = {
      id,
      time: text(root.time) ?? '',
      delivery,
      detail,
      event: objectAt(root, 'event'),
      by: idText(detail.actor_id),
      words,
    };
    return { source, messages: translate(ticket) };
  },
};
