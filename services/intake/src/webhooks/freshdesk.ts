import { createHash } from 'node:crypto';
import { type JsonObject, type JsonValue, LedgerError } from '@complaint-ledger/contracts';
import { verifyToken } from './authenticity.ts';
import { idText, objectAt, text, told } from './payload.ts';
import type { TranslatedMessage, WebhookPreset, Words } from './preset.ts';

const RESOLVED = '4';
const CLOSED = '5';

const priorities: Readonly<Record<string, string>> = { '1': 'Low', '2': 'Medium', '3': 'High', '4': 'Urgent' };

interface Change {
  readonly field: string;
  readonly from?: string;
  readonly to?: string;
}

/** `{status:{from:4,to:6},priority:{from:1,to:3}}` and `{ticket_action:created}`: JSON in looks only. */
export const changesIn = (triggered: string): readonly Change[] => {
  const changes: Change[] = [];
  for (const [, field = '', from, to, value] of triggered.matchAll(
    /"?(\w+)"?\s*:\s*(?:\{\s*"?from"?\s*:\s*"?([^,{}"]*)"?\s*,\s*"?to"?\s*:\s*"?([^,{}"]*)"?\s*\}|"?(\w+)"?)/g,
  )) {
    changes.push(value === undefined ? { field, ...told({ from, to }) } : { field, to: value });
  }
  return changes;
};

const holder = (field: string, value: string | undefined, words: Words): JsonObject | undefined => {
  const id = idText(value === 'null' || value === 'nil' ? undefined : value);
  if (id === undefined) return undefined;
  return field === 'group_id' ? told({ department: words.department(id), group: id }) : { person: id };
};

interface Ticket {
  readonly fields: JsonObject;
  readonly complaintId: string;
  readonly words: Words;
}

type Told = Pick<TranslatedMessage, 'data' | 'type'>;

const filed = ({ fields, complaintId, words }: Ticket): Told => ({
  type: 'complaint.filed',
  data: told({
    complaintId,
    channel: words.channel('crm'),
    level: words.level(text(fields.ticket_priority)),
    complainant: told({
      name: text(fields.requester_name),
      email: text(fields.requester_email),
      phone: text(fields.requester_phone),
    }),
    title: text(fields.ticket_subject),
    detail: text(fields.ticket_description),
    ticketType: text(fields.ticket_type),
  }),
});

const afterChange = ({ field, from, to }: Change, ticket: Ticket): Told | undefined => {
  const { complaintId, words } = ticket;
  switch (field) {
    case 'ticket_action':
      return to === 'created' ? filed(ticket) : undefined;
    case 'status':
      if (to === RESOLVED) return { type: 'case.resolved', data: { complaintId } };
      if (to === CLOSED) return { type: 'case.closed', data: { complaintId } };
      return from === RESOLVED || from === CLOSED ? { type: 'case.reopened', data: { complaintId } } : undefined;
    case 'priority': {
      const level = words.level(priorities[to ?? '']);
      return level === undefined ? undefined : { type: 'case.level-changed', data: { complaintId, level } };
    }
    case 'group_id':
    case 'responder_id': {
      const now = holder(field, to, words);
      const before = holder(field, from, words);
      if (now === undefined) return undefined;
      return before === undefined
        ? { type: 'case.assigned', data: { complaintId, ...now } }
        : { type: 'case.transferred', data: { complaintId, from: before, to: now } };
    }
    default:
      return undefined;
  }
};

const hostOf = (url: JsonValue | undefined): string | undefined =>
  /^https?:\/\/([\w.-]+)/i.exec(text(url) ?? '')?.[1]?.toLowerCase();

/**
 * Freshdesk automation webhooks with the fields of its own webhook form. A ticket is a complaint, its group the group, its
 * responder the person. Freshdesk tells neither time nor id of a delivery: the time is that of the receipt and the id derives
 * from the content, so that a retry is a duplicate. (The same change made twice with the same words cannot be told from a
 * retry: add a placeholder such as {{ticket.latest_public_comment}} where that matters.) Status 4 is resolved, 5 closed; away
 * from them is reopened.
 */
export const freshdesk: WebhookPreset = {
  name: 'freshdesk',
  levels: { Low: 'dissatisfied', Medium: 'dissatisfied', High: 'very-dissatisfied', Urgent: 'major' },
  authenticate: verifyToken,
  translate: (payload, words) => {
    const fields = objectAt(payload, 'freshdesk_webhook');
    const complaintId = idText(fields.ticket_id);
    if (complaintId === undefined) {
      throw new LedgerError(
        'invalid-input',
        'freshdesk_webhook.ticket_id is missing: this is no delivery of Freshdesk',
        {
          path: 'freshdesk_webhook.ticket_id',
          hint: 'Choose the simple encoding JSON and tick ticket id and triggered event in the automation.',
        },
      );
    }
    const sorted = Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1));
    const content = createHash('sha256').update(JSON.stringify(sorted)).digest('hex').slice(0, 32);
    const ticket: Ticket = { fields, complaintId, words };
    const messages = changesIn(text(fields.triggered_event) ?? '').flatMap((change) => {
      const message = afterChange(change, ticket);
      return message === undefined ? [] : [{ id: `content ${content} ${change.field}`, ...message }];
    });
    return { source: `freshdesk://${hostOf(fields.ticket_url) ?? 'account'}`, messages };
  },
};
