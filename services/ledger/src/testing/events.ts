/** A complaint as a CRM would send it. */
export const filedEvent = (
  complaintId: string,
  { phone = '13800000001', level = 'major', time = '2026-03-23T09:00:00+08:00' } = {},
) => ({
  specversion: '1.0',
  id: `filed-${complaintId}`,
  source: 'crm://spec',
  type: 'complaint.filed',
  time,
  data: { complaintId, channel: 'phone', level, category: 'service-quality', complainant: { name: '李华', phone } },
});

export const ndjson = (events: readonly object[]): string =>
  events.map((event) => `${JSON.stringify(event)}\n`).join('');
