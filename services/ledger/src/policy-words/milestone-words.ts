import type { PackWords } from './pack-words.ts';

const split = (place: string): readonly [string, string] => {
  const at = place.indexOf(':');
  return at < 0 ? [place, ''] : [place.slice(0, at), place.slice(at + 1)];
};

/** What starts a clock: `when the matter is filed`. */
export const startWords = (words: PackWords, starts: string): string => {
  const { say } = words;
  const [sort, name] = split(starts);
  switch (sort) {
    case 'filed':
      return say('when the matter is filed', '自受理时起算');
    case 'round':
      return say('when the matter is filed, and again when it is reopened', '自受理时起算，重新办理时重新起算');
    case 'level':
      return say('when the matter gets its present level', '自定为当前等级时起算');
    case 'assigned':
      return say('when a department gets the matter', '自派给部门时起算');
    case 'resolved':
      return say('when the matter is settled', '自办结时起算');
    case 'closed':
      return say('when the matter is closed', '自结案时起算');
    case 'promised':
      return say('when a call-back is promised', '自约定回电时起算');
    case 'missed-call':
      return say('when a call comes that nobody can take', '自来电无人接听时起算');
    case 'escalated':
      return say(`when ${words.quoted('offices', name)} is told`, `自上报${words.quoted('offices', name)}时起算`);
    default:
      return say(`with the step ${words.quoted('steps', name)}`, `自步骤${words.quoted('steps', name)}完成时起算`);
  }
};

/** What meets a deadline: `the customer has been reached`. */
export const metWords = (words: PackWords, metBy: string, nth = 1): string => {
  const { say } = words;
  const [sort, name] = split(metBy);
  const again = nth > 1 ? say(`, ${nth} times by then`, `（第 ${nth} 次）`) : '';
  switch (sort) {
    case 'assigned':
      return say('a department has the matter', '派给部门') + again;
    case 'contacted':
      return say('the customer has been reached', '联系到客户') + again;
    case 'resolved':
      return say('the matter is settled', '办结') + again;
    case 'followed-up':
      return say('the customer has been asked about the solution', '回访到客户') + again;
    case 'closed':
      return say('the matter is closed', '结案') + again;
    case 'escalated':
      return say(`${words.quoted('offices', name)} has been told`, `上报${words.quoted('offices', name)}`) + again;
    default:
      return say(`the step ${words.quoted('steps', name)} is done`, `完成步骤${words.quoted('steps', name)}`) + again;
  }
};
