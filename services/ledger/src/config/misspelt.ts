import { type Sentence, said } from '@complaint-ledger/contracts';
import { nearest } from '@complaint-ledger/policy';
import type { Environment } from './given-settings.ts';
import { fileVariable, settingNames, settingOf } from './settings.ts';
import { presetNames, secretVariable } from './webhook-preset.ts';

/** Other programs have variables of this beginning, too. */
const MOST_LETTERS = 2;

const knownVariables = (): readonly string[] =>
  [...settingNames.map((name) => settingOf(name).env), ...presetNames.map(secretVariable)].flatMap((variable) => [
    variable,
    fileVariable(variable),
  ]);

/** A variable that looks like a setting misspelt: nobody reads it. */
export interface Misspelt {
  readonly variable: string;
  readonly meant: string;
}

export const misspeltVariables = (environment: Environment): readonly Misspelt[] => {
  const known = knownVariables();
  return Object.keys(environment)
    .filter((variable) => variable.startsWith('LEDGER_') && !known.includes(variable))
    .flatMap((variable) => {
      const meant = nearest(variable, known, MOST_LETTERS);
      return meant === undefined ? [] : [{ variable, meant }];
    });
};

export const toldMisspelt = ({
  variable,
  meant,
}: Misspelt): { readonly notRead: Sentence; readonly advice: Sentence } => ({
  notRead: said(`${variable} is no setting: nobody reads it`, `${variable} 不是设置项，不会被读取`),
  advice: said(`Do you mean ${meant}?`, `您是想写 ${meant} 吗？`),
});
