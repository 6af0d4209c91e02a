import type { JsonValue } from '@complaint-ledger/contracts';
import type { FormContext } from './form-context.ts';
import { isLabel } from './form-labels.ts';
import type { Entry } from './form-rows.ts';
import { type RecordedMatter, textOf, toldIn } from './recorded-matter.ts';

/** Items of the person that every form has. */
const PERSON = ['name', 'gender', 'phone', 'account', 'room', 'idNumber', 'email', 'address'] as const;
const ALWAYS: ReadonlySet<string> = new Set(['name', 'phone']);
const CONTENT = ['detail', 'brief', 'demand', 'suggestions', 'evidence', 'fault', 'handling'] as const;

/** What is personal, when the reader may not see it or nobody can any more. */
const unseen = ({ state }: RecordedMatter, form: FormContext): string | undefined => {
  if (state === 'erased') return form.label('erased');
  return state === 'withheld' ? form.label('withheld') : undefined;
};

const isMissing = (item: string, { document }: FormContext): boolean => document.missing?.includes(item) ?? false;

/** The value, what stands for it when it cannot be seen, or nothing. */
const told = (item: string, value: JsonValue | undefined, matter: RecordedMatter, form: FormContext) => {
  const text = textOf(value);
  if (text !== '') return text;
  return isMissing(item, form) ? undefined : unseen(matter, form);
};

/** Who complained: what was told, and what is missing (FILE-2). */
export const personEntries = (matter: RecordedMatter, form: FormContext): readonly Entry[] => {
  const named = new Set<string>(PERSON);
  const items = [...PERSON, ...Object.keys(matter.person).filter((item) => !named.has(item))];
  return items.flatMap((item): readonly Entry[] => {
    const text = textOf(matter.person[item]);
    if (text === '' && !ALWAYS.has(item) && !isMissing(item, form)) return [];
    return [[isLabel(item) ? form.label(item) : item, told(item, matter.person[item], matter, form)]];
  });
};

/** The pack's own fields: those told and those missing. */
export const ownEntries = (matter: RecordedMatter, form: FormContext): readonly Entry[] => {
  const known = form.ownFields();
  const items = [...known, ...Object.keys(matter.fields).filter((item) => !known.includes(item))];
  return items.flatMap((item): readonly Entry[] => {
    const text = textOf(matter.fields[item]);
    if (text === '' && !isMissing(item, form)) return [];
    return [[form.word('fields', item), text === '' ? undefined : form.ownValue(item, text)]];
  });
};

/** What the matter is about, in the words it was told in. */
export const contentEntries = (matter: RecordedMatter, form: FormContext): readonly Entry[] => {
  const main = form.document.about === 'call' ? 'brief' : 'detail';
  return CONTENT.flatMap((item): readonly Entry[] => {
    const value = matter.told[item];
    if (item === 'fault') return faultEntries(value, form);
    const text = textOf(value);
    if (text === '' && item !== main && !isMissing(item, form)) return [];
    return [[form.label(item === 'handling' ? 'told' : item), told(item, value, matter, form)]];
  });
};

/** The three parts of a fault (CALL-11). */
const faultEntries = (value: JsonValue | undefined, form: FormContext): readonly Entry[] => {
  const parts = toldIn(value);
  return (['what', 'where', 'action'] as const).flatMap((part): readonly Entry[] => {
    const text = textOf(parts[part]);
    if (text === '' && !isMissing(`fault.${part}`, form)) return [];
    return [[form.label(`fault.${part}`), text === '' ? undefined : text]];
  });
};

const shown = new Set<string>([...PERSON, ...CONTENT, 'fault.what', 'fault.where', 'fault.action']);

/** Items that are missing and have no place of their own on the form. */
export const otherMissing = (form: FormContext, places: readonly string[]): readonly Entry[] => {
  const own = new Set([...form.ownFields(), ...places]);
  return (form.document.missing ?? [])
    .filter((item) => !shown.has(item) && !own.has(item))
    .map((item): Entry => [isLabel(item) ? form.label(item) : form.word('fields', item), undefined]);
};
