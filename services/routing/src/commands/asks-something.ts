import { type CommandBody, type CommandName, LedgerError, said } from '@complaint-ledger/contracts';
import { correctable } from '../cases/case-state.ts';

/** Commands every field of which may be left out, but not all of them. */
const oneOf: Readonly<Partial<Record<CommandName, readonly [string, ...string[]]>>> = {
  assign: ['department', 'group', 'person'],
  reclassify: ['level', ...correctable],
};

/** LedgerError `invalid-input` for a body that asks for nothing: it would be answered without an event, as if it were done. */
export const checkAsksSomething = (name: CommandName, body: CommandBody<CommandName>): void => {
  const fields = oneOf[name];
  if (fields === undefined || fields.some((field) => field in body)) return;
  throw new LedgerError('invalid-input', said('the body asks for nothing', '请求体没有提出任何要求。'), {
    path: fields[0],
    hint: said(`give one of ${fields.join(', ')}`, `请给出其中之一：${fields.join('、')}。`),
  });
};
