/** Why a row makes no messages. Caught by the import, which writes the row into the rejects file. */
export class RowProblem extends Error {
  readonly column: string | undefined;

  constructor(reason: string, column?: string) {
    super(reason);
    this.name = 'RowProblem';
    this.column = column;
  }
}
