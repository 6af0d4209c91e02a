import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { MongoServerError } from 'mongodb';
import { mongoFailure } from './mongo-failure.ts';

const coded = (message: string, code: string): Error => Object.assign(new Error(message), { code });

describe('what MongoDB’s driver throws', () => {
  it.each([
    coded('This socket has been ended by the other party', 'EPIPE'),
    coded('read ECONNRESET', 'ECONNRESET'),
    Object.assign(coded('connect ECONNREFUSED 127.0.0.1:27017', 'ECONNREFUSED'), { syscall: 'connect' }),
    new MongoServerError({ message: 'connection 3 to 127.0.0.1:27017 closed' }),
  ])('$message: it is away for now', (error) => {
    expect(mongoFailure(error)).toMatchObject({ code: 'unavailable', details: { engine: 'MongoDB' } });
  });

  it('is the same from another realm, as Node’s own errors are here', () => {
    const error: unknown = runInNewContext("Object.assign(new Error('ended by the other party'), { code: 'EPIPE' })");
    expect(error).not.toBeInstanceOf(Error);
    expect(mongoFailure(error)).toMatchObject({ code: 'unavailable' });
  });

  it('is told in Chinese, too', () => {
    const error = mongoFailure(coded('read ECONNRESET', 'ECONNRESET'));
    expect(error).toMatchObject({ details: { zh: { message: 'MongoDB 没有应答：read ECONNRESET' } } });
  });

  it('is passed on where it is not of MongoDB', () => {
    const own = new TypeError('no such property');
    expect(mongoFailure(own)).toBe(own);
  });
});
