import type { CaseEvent } from '@complaint-ledger/contracts';
import type { CaseDocument, CaseExtension } from './case-document.ts';

type Asked = Extract<CaseEvent, { type: 'ExtensionRequested' }>;
type Decided = Extract<CaseEvent, { type: 'ExtensionGranted' | 'ExtensionRefused' }>;

/** More time is asked for (EXT-1); a grant that became known first is completed. */
export const extensionAsked = ({ extensions }: CaseDocument, { occurredAt, data }: Asked): readonly CaseExtension[] => {
  const { deadline, name, until, ground, by } = data;
  const asked = {
    deadline,
    name,
    until,
    ...(ground !== undefined && { ground }),
    requestedAt: occurredAt,
    ...(by !== undefined && { requestedBy: by }),
  };
  const place = extensions.findLastIndex(
    (known) => known.deadline === deadline && known.state === 'granted' && known.requestedAt === undefined,
  );
  const early = extensions[place];
  return early === undefined
    ? [...extensions, { ...asked, state: 'requested' }]
    : extensions.with(place, { ...early, ...asked });
};

/** More time is granted or refused (EXT-1). */
export const extensionDecided = ({ extensions }: CaseDocument, event: Decided): readonly CaseExtension[] => {
  const { deadline, name, by } = event.data;
  const until = event.type === 'ExtensionGranted' ? event.data.until : undefined;
  const decided = {
    state: event.type === 'ExtensionGranted' ? 'granted' : 'refused',
    ...(until !== undefined && { until }),
    decidedAt: event.occurredAt,
    ...(by !== undefined && { decidedBy: by }),
  } as const;
  const place = extensions.findLastIndex((known) => known.deadline === deadline && known.state === 'requested');
  const asked = extensions[place];
  return asked === undefined
    ? [...extensions, { deadline, name, ...decided }]
    : extensions.with(place, { ...asked, ...decided });
};
