/** What a caller must be allowed to do; roles are sets of these (libs/access). */
export type Permission =
  | 'public'
  | 'events:write'
  | 'cases:read'
  | 'cases:write'
  | 'cases:approve'
  | 'reports:read'
  | 'history:read'
  | 'quarantine:read'
  | 'quarantine:write'
  | 'personal:clear'
  | 'personal:masked'
  | 'admin';

export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE' | 'PUT';
  /** OpenAPI path template, such as `/v1/cases/{id}`. */
  readonly path: string;
  readonly permission: Permission;
  readonly service: 'intake' | 'routing' | 'reporting' | 'ledger';
  readonly summary: string;
}

/** Every HTTP route there is; controllers take method and path from here, OpenAPI is generated from here. */
export const routes = {
  postEvents: {
    method: 'POST',
    path: '/v1/events',
    permission: 'events:write',
    service: 'intake',
    summary: 'CloudEvents in: structured, binary or batch; an answer per event',
  },
  postWebhook: {
    method: 'POST',
    path: '/v1/webhooks/{preset}',
    permission: 'public',
    service: 'intake',
    summary: 'A delivery of Zendesk, Freshdesk, Intercom or Tencent Cloud Contact Centre',
  },
  postCall: { method: 'POST', path: '/v1/calls', permission: 'events:write', service: 'intake', summary: 'Log a call' },
  postComplaint: {
    method: 'POST',
    path: '/v1/complaints',
    permission: 'events:write',
    service: 'intake',
    summary: 'File a complaint',
  },
  listQuarantine: {
    method: 'GET',
    path: '/v1/quarantine',
    permission: 'quarantine:read',
    service: 'intake',
    summary: 'Rejected and parked messages, with their reasons',
  },
  getQuarantined: {
    method: 'GET',
    path: '/v1/quarantine/{id}',
    permission: 'quarantine:read',
    service: 'intake',
    summary: 'One rejected or parked message, as it came',
  },
  resendQuarantined: {
    method: 'POST',
    path: '/v1/quarantine/{id}/resend',
    permission: 'quarantine:write',
    service: 'intake',
    summary: 'Send it again, mended by the body or as it is',
  },
  discardQuarantined: {
    method: 'DELETE',
    path: '/v1/quarantine/{id}',
    permission: 'quarantine:write',
    service: 'intake',
    summary: 'Give it up, with a reason',
  },
  transferCase: {
    method: 'POST',
    path: '/v1/cases/{id}/transfers',
    permission: 'cases:write',
    service: 'routing',
    summary: 'Pass the case on, with a complete handover (XFER-1…5)',
  },
  contactCustomer: {
    method: 'POST',
    path: '/v1/cases/{id}/contacts',
    permission: 'cases:write',
    service: 'routing',
    summary: 'Record a contact with the customer',
  },
  pauseCase: {
    method: 'POST',
    path: '/v1/cases/{id}/pauses',
    permission: 'cases:write',
    service: 'routing',
    summary: 'Let the clocks stand still, for a reason of the pack',
  },
  resumeCase: {
    method: 'POST',
    path: '/v1/cases/{id}/resumptions',
    permission: 'cases:write',
    service: 'routing',
    summary: 'Let the clocks run again',
  },
  promiseCallBack: {
    method: 'POST',
    path: '/v1/cases/{id}/promises',
    permission: 'cases:write',
    service: 'routing',
    summary: 'Promise a call-back, or another time for it before the first runs out (CALL-6)',
  },
  assessDamage: {
    method: 'POST',
    path: '/v1/cases/{id}/damage-penalties',
    permission: 'cases:approve',
    service: 'routing',
    summary: 'Share a loss between those responsible (PEN-2)',
  },
  escalateCase: {
    method: 'POST',
    path: '/v1/cases/{id}/escalations',
    permission: 'cases:write',
    service: 'routing',
    summary: 'Take the case upward',
  },
  extendDeadline: {
    method: 'POST',
    path: '/v1/cases/{id}/extensions',
    permission: 'cases:write',
    service: 'routing',
    summary: 'Ask for more time, or decide on it (EXT-1)',
  },
  investigateCase: {
    method: 'POST',
    path: '/v1/cases/{id}/investigations',
    permission: 'cases:write',
    service: 'routing',
    summary: 'Record a handling step (RES-3)',
  },
  resolveCase: {
    method: 'POST',
    path: '/v1/cases/{id}/resolutions',
    permission: 'cases:write',
    service: 'routing',
    summary: 'Settle the matter',
  },
  compensateCustomer: {
    method: 'POST',
    path: '/v1/cases/{id}/compensations',
    permission: 'cases:write',
    service: 'routing',
    summary: 'Give the customer something (RES-5)',
  },
  followUpCase: {
    method: 'POST',
    path: '/v1/cases/{id}/follow-ups',
    permission: 'cases:write',
    service: 'routing',
    summary: 'Record a follow-up call (FUP-1…3)',
  },
  reclassifyCase: {
    method: 'POST',
    path: '/v1/cases/{id}/reclassifications',
    permission: 'cases:write',
    service: 'routing',
    summary: 'Change level, category, kind, product or branch',
  },
  assignCase: {
    method: 'POST',
    path: '/v1/cases/{id}/assignments',
    permission: 'cases:write',
    service: 'routing',
    summary: 'Take or give the case for the first time',
  },
  closeCase: {
    method: 'POST',
    path: '/v1/cases/{id}/closures',
    permission: 'cases:write',
    service: 'routing',
    summary: 'Close the case',
  },
  appealPenalty: {
    method: 'POST',
    path: '/v1/penalties/{id}/appeals',
    permission: 'cases:write',
    service: 'routing',
    summary: 'Appeal a fine (PEN-3)',
  },
  waivePenalty: {
    method: 'POST',
    path: '/v1/penalties/{id}/waivers',
    permission: 'cases:approve',
    service: 'routing',
    summary: 'Waive a fine, with a reason (PEN-3)',
  },
  getCase: {
    method: 'GET',
    path: '/v1/cases/{id}',
    permission: 'cases:read',
    service: 'reporting',
    summary: 'A case as it stands',
  },
  listCases: {
    method: 'GET',
    path: '/v1/cases',
    permission: 'cases:read',
    service: 'reporting',
    summary: 'Cases by status, department, level',
  },
  getCaseHistory: {
    method: 'GET',
    path: '/v1/cases/{id}/history',
    permission: 'cases:read',
    service: 'reporting',
    summary: 'Every event of a case, in order',
  },
  getKeyCustomers: {
    method: 'GET',
    path: '/v1/key-customers',
    permission: 'cases:read',
    service: 'reporting',
    summary: 'The file of key customers: their matters, what they said last, what they were given (FUP-4)',
  },
  getDisclosures: {
    method: 'GET',
    path: '/v1/cases/{id}/disclosures',
    permission: 'history:read',
    service: 'reporting',
    summary: 'Who read what of the customer, when, and what for (CONF-1)',
  },
  getCaseForm: {
    method: 'GET',
    path: '/v1/cases/{id}/forms/{form}',
    permission: 'cases:read',
    service: 'reporting',
    summary: 'Handling form or work order of a case, to be read or printed (REP-4)',
  },
  getReport: {
    method: 'GET',
    path: '/v1/reports/{kind}/{period}',
    permission: 'reports:read',
    service: 'reporting',
    summary: 'Weekly, monthly, quarterly or annual report',
  },
  drillReport: {
    method: 'GET',
    path: '/v1/reports/{kind}/{period}/drill',
    permission: 'reports:read',
    service: 'reporting',
    summary: 'The cases and events that make up one figure (REP-5)',
  },
  getAgentReport: {
    method: 'GET',
    path: '/v1/reports/{kind}/{period}/agents',
    permission: 'reports:read',
    service: 'reporting',
    summary: 'Calls, call-backs, contacts and rules broken, by agent (REP-3)',
  },
  getDepartmentPenalties: {
    method: 'GET',
    path: '/v1/departments/{id}/penalties',
    permission: 'reports:read',
    service: 'reporting',
    summary: 'Penalty lines of a department in a period',
  },
  getCallLog: {
    method: 'GET',
    path: '/v1/call-log/{date}',
    permission: 'cases:read',
    service: 'reporting',
    summary: 'The work log of calls of one day (CALL-2)',
  },
  markNuisanceCall: {
    method: 'POST',
    path: '/v1/calls/{id}/nuisance-marks',
    permission: 'cases:write',
    service: 'routing',
    summary: 'Mark a call as a nuisance (CALL-10)',
  },
  blockCaller: {
    method: 'POST',
    path: '/v1/callers/blocks',
    permission: 'cases:approve',
    service: 'routing',
    summary: 'Block a nuisance caller, with a reason and an end (CALL-10)',
  },
  unblockCaller: {
    method: 'POST',
    path: '/v1/callers/releases',
    permission: 'cases:approve',
    service: 'routing',
    summary: 'End a block before its time (CALL-10)',
  },
  listNuisanceCallers: {
    method: 'GET',
    path: '/v1/callers/nuisance',
    permission: 'cases:read',
    service: 'reporting',
    summary: 'Nuisance callers by frequency and source, who is warned and who is blocked until when (CALL-10)',
  },
  getPolicy: {
    method: 'GET',
    path: '/v1/policies/{id}',
    permission: 'reports:read',
    service: 'ledger',
    summary: 'A policy pack in force',
  },
  openapi: {
    method: 'GET',
    path: '/openapi.json',
    permission: 'public',
    service: 'ledger',
    summary: 'This interface, as OpenAPI 3.1',
  },
  asyncapi: {
    method: 'GET',
    path: '/asyncapi.json',
    permission: 'public',
    service: 'ledger',
    summary: 'Topics and messages, as AsyncAPI 3',
  },
  schema: {
    method: 'GET',
    path: '/schemas/{name}',
    permission: 'public',
    service: 'ledger',
    summary: 'JSON Schema of one message or event',
  },
  live: { method: 'GET', path: '/health/live', permission: 'public', service: 'ledger', summary: 'The process runs' },
  ready: {
    method: 'GET',
    path: '/health/ready',
    permission: 'public',
    service: 'ledger',
    summary: 'It can do its work: store, feed and projections answer',
  },
  metrics: { method: 'GET', path: '/metrics', permission: 'public', service: 'ledger', summary: 'Prometheus metrics' },
  home: { method: 'GET', path: '/', permission: 'public', service: 'ledger', summary: 'Where to look' },
} as const satisfies Record<string, Route>;

export type RouteName = keyof typeof routes;
