import type { InboundType, JsonObject } from '@complaint-ledger/contracts';

export const SOURCE = 'crm://spec';

/** A CloudEvent as a CRM would send it. */
export const event = (
  id: string,
  type: InboundType,
  data: JsonObject,
  attributes: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> => ({
  specversion: '1.0',
  id,
  source: SOURCE,
  type,
  time: '2026-03-23T09:00:00+08:00',
  datacontenttype: 'application/json',
  data,
  ...attributes,
});

export const filed = (complaintId: string, data: JsonObject = {}, attributes = {}): Record<string, unknown> =>
  event(
    `${complaintId}-filed`,
    'complaint.filed',
    {
      complaintId,
      channel: 'phone',
      level: 'dissatisfied',
      category: 'service-quality',
      complainant: { name: '客户', phone: '13800000001' },
      detail: '态度差',
      receivedBy: 'agent-7',
      ...data,
    },
    attributes,
  );

export const contacted = (complaintId: string, n = 1, data: JsonObject = {}): Record<string, unknown> =>
  event(
    `${complaintId}-contact-${n}`,
    'case.contacted',
    { complaintId, by: 'handler-1', reached: true, summary: `第${n}次联系`, ...data },
    { time: `2026-03-23T09:${String(10 + n).padStart(2, '0')}:00+08:00` },
  );
