import { once } from 'node:events';
import { expect, it } from '@jest/globals';
import { ended, ledgerProcess } from './served-process.ts';

it('ends without a word when nobody reads its output any more', async () => {
  const child = ledgerProcess('policy', 'show', 'standard');
  let errors = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  child.stdout?.destroy();
  await Promise.all([ended(child), child.stderr === null ? undefined : once(child.stderr, 'close')]);
  expect(errors).toBe('');
});
