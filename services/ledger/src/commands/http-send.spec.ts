import { once } from 'node:events';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { LedgerError } from '@complaint-ledger/contracts';
import { type HttpSendOptions, httpSend } from './http-send.ts';

interface Answer {
  /** 0: the connection is closed without one. */
  readonly status: number;
  readonly retryAfter?: string;
  /** Instead of what a ledger says. */
  readonly text?: string;
  /** The connection is closed in the middle of it. */
  readonly isCut?: boolean;
}

describe('batches sent to a server', () => {
  let server: Server | undefined;
  afterEach(() => void server?.close());

  /** A double of a server that gives these answers, one after the other, and then takes everything. */
  const serving = async (...answers: readonly Answer[]) => {
    const bodies: string[] = [];
    const languages: (string | undefined)[] = [];
    server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (text: string) => (body += text));
      request.on('end', () => {
        const { status, retryAfter, text, isCut = false }: Answer = answers[bodies.length] ?? { status: 200 };
        bodies.push(body);
        languages.push(request.headers['accept-language']);
        if (status === 0) {
          request.socket.destroy();
          return;
        }
        response.writeHead(status, retryAfter === undefined ? {} : { 'retry-after': retryAfter });
        if (isCut) {
          response.write('{', () => request.socket.destroy());
          return;
        }
        response.end(text ?? JSON.stringify(status === 200 ? { results: [{ index: 0 }] } : { title: 'Busy' }));
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const told: string[] = [];
    const send = (more: Partial<HttpSendOptions> = {}) =>
      httpSend({
        url: `http://127.0.0.1:${port}`,
        key: 'cl_k',
        language: 'en',
        signal: new AbortController().signal,
        onWait: (why) => told.push(why.message),
        ...more,
      });
    return { bodies, languages, told, send };
  };
  const batch = [{ id: 'a' }] as unknown as Parameters<ReturnType<typeof httpSend>>[0];

  it('are sent again, the same, while it cannot take them, and that is said once', async () => {
    const { bodies, told, send } = await serving(
      { status: 503, retryAfter: '0' },
      { status: 429, retryAfter: '0' },
      { status: 502, retryAfter: '0' },
    );
    expect(await send()(batch)).toEqual([{ index: 0 }]);
    expect(bodies).toEqual(Array.from({ length: 4 }, () => JSON.stringify(batch)));
    expect(told).toEqual(['The server answered 503: Busy']);
  });

  it('are given up when it takes none for longer than anybody waits', async () => {
    const { send } = await serving({ status: 503, retryAfter: '5' });
    await expect(send({ patience: 1_000 })(batch)).rejects.toMatchObject({
      code: 'unavailable',
      message: 'The server answered 503: Busy',
    });
  });

  it.each([
    [401, 'unauthenticated'],
    [403, 'forbidden'],
    [413, 'payload-too-large'],
    [400, 'invalid-input'],
    [500, 'unavailable'],
  ])('are not sent again after %i', async (status, code) => {
    const { bodies, send } = await serving({ status });
    await expect(send()(batch)).rejects.toMatchObject({ code });
    expect(bodies).toHaveLength(1);
  });

  it('are sent again over a connection that broke, but not to an address where nobody ever answered', async () => {
    const { bodies, told, send } = await serving({ status: 200 }, { status: 0 }, { status: 200, isCut: true });
    const sending = send();
    await sending(batch);
    expect(await sending(batch)).toEqual([{ index: 0 }]);
    expect(bodies).toHaveLength(4);
    expect(told).toEqual([expect.stringContaining('Nothing answers on')]);
    const refused = httpSend({
      url: 'http://127.0.0.1:9',
      key: 'k',
      language: 'en',
      signal: new AbortController().signal,
    });
    await expect(refused(batch)).rejects.toBeInstanceOf(LedgerError);
  });

  it('ask for what the server says in the language of whoever reads it', async () => {
    const { languages, send } = await serving();
    await send({ language: 'zh-CN' })(batch);
    await send()(batch);
    expect(languages).toEqual(['zh-CN', 'en']);
  });

  it.each(['<html>', '{}', '[]'])('are not taken by whoever answers %j', async (text) => {
    const { bodies, send } = await serving({ status: 200, text });
    await expect(send()(batch)).rejects.toMatchObject({
      code: 'config',
      message: expect.stringContaining('no ledger'),
    });
    expect(bodies).toHaveLength(1);
  });

  it.each(['127.0.0.1:8321', 'localhost:8321', 'http://', 'ftp://x'])('are not sent to %j', (url) => {
    const call = { url, key: 'k', language: 'en', signal: new AbortController().signal } as const;
    expect(() => httpSend(call)).toThrow(`'${url}' is no address of a server.`);
  });

  it('are not sent any more once somebody stops it', async () => {
    const stop = new AbortController();
    const { send } = await serving({ status: 503, retryAfter: '60' });
    const sent = send({ signal: stop.signal, onWait: () => stop.abort(new Error('stopped')) })(batch);
    await expect(sent).rejects.toMatchObject({ name: 'AbortError' });
  });
});
