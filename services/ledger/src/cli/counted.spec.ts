import { expect, it } from '@jest/globals';
import { counted } from './counted.ts';

it.each([
  [counted(0, 'broker'), '0 brokers'],
  [counted(1, 'broker'), '1 broker'],
  [counted(2, 'broker'), '2 brokers'],
  [counted(1, 'message waits', 'messages wait'), '1 message waits'],
  [counted(3, 'message waits', 'messages wait'), '3 messages wait'],
])('%s', (told, wanted) => {
  expect(told).toBe(wanted);
});
