import { type Policy, type PolicyPack, compilePolicy, openCalendarBook } from '@complaint-ledger/policy';
import { standardPolicy } from './case-spec.ts';

const calendars = openCalendarBook();

/** The standard pack with other parts: what a spec is about stands in the spec. */
export const policyWith = (changes: Partial<PolicyPack>): Policy =>
  compilePolicy({ ...standardPolicy.pack, ...changes }, calendars);

/** Words of a vocabulary that a spec names. */
export const words = (en: string): { readonly 'zh-CN': string; readonly en: string } => ({ 'zh-CN': en, en });
