import type { CaseDocument } from '../cases/case-document.ts';
import type { HistoryEvent } from '../cases/case-history.ts';
import { epochOf, formatInZone } from '@complaint-ledger/policy';
import type { Language } from '../reports/titles.ts';
import type { CaseWords, WordList } from './case-words.ts';
import { type Label, labels, roleWords } from './form-labels.ts';

/** What a form is made of. */
export interface FormMatter {
  readonly document: CaseDocument;
  /** Facts and decisions, opened as far as the reader may see them. */
  readonly history: readonly HistoryEvent[];
  readonly words: CaseWords;
  readonly language: Language;
  /** The reader named no purpose: the form says that the customer is masked for that (CONF-1). */
  readonly masked?: boolean;
}

/** The words and times of one case in one language. */
export class FormContext {
  readonly document: CaseDocument;
  readonly language: Language;
  readonly masked: boolean;
  readonly #words: CaseWords;

  constructor({ document, words, language, masked = false }: FormMatter) {
    this.masked = masked;
    this.document = document;
    this.language = language;
    this.#words = words;
  }

  label(name: Label, value?: number): string {
    return labels[name][this.language].replace('{}', String(value ?? ''));
  }

  /** The pack's word for an id; the id itself when it has none. */
  word(list: WordList, id: string): string {
    return this.#words.word(this.document.policy, list, id, this.language) ?? id;
  }

  /** A role or an office. */
  authority(id: string): string {
    return this.#words.word(this.document.policy, 'offices', id, this.language) ?? roleWords[id]?.[this.language] ?? id;
  }

  wordIf(list: WordList, id: string | undefined): string | undefined {
    return id === undefined ? undefined : this.word(list, id);
  }

  ownFields(): readonly string[] {
    return this.#words.fields(this.document.policy);
  }

  ownValue(field: string, value: string): string {
    return this.#words.value(this.document.policy, field, value, this.language) ?? value;
  }

  /** `2026-03-23 09:05` in the zone of the case. */
  time(at: string): string {
    return formatInZone(epochOf(at), this.document.zone).slice(0, 16).replace('T', ' ');
  }

  timeIf(at: string | undefined): string | undefined {
    return at === undefined ? undefined : this.time(at);
  }

  money(fen: number): string {
    const yuan = (fen / 100).toFixed(2);
    return this.language === 'en' ? `CNY ${yuan}` : `${yuan} 元`;
  }

  /** Parts that are there, as one text. */
  joined(parts: readonly (string | undefined)[]): string {
    const there = parts.filter((part) => part !== undefined && part !== '');
    return there.join(this.language === 'en' ? '; ' : '；');
  }

  said(label: string, value: string): string {
    return this.language === 'en' ? `${label}: ${value}` : `${label}：${value}`;
  }
}
