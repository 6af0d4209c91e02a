import { type Sentence, said } from '@complaint-ledger/contracts';

/** Why a row makes no messages. Caught by the import, which writes the row into the rejects file. */
export class RowProblem extends Error {
  readonly column: string | undefined;
  /** The message in both languages, as far as there are both. */
  readonly told: Sentence;

  constructor(reason: string | Sentence, column?: string) {
    const told = typeof reason === 'string' ? said(reason, reason) : reason;
    super(told.en);
    this.told = told;
    this.name = 'RowProblem';
    this.column = column;
  }
}
