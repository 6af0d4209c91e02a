import type { Socket } from 'node:net';
import { newId } from '@complaint-ledger/contracts';

const statuses: Readonly<Record<string, readonly [status: number, reason: string, detail: string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout', 'The request did not arrive within a minute.'],
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large', 'The header fields are larger than 16 KB.'],
};

/** What is not even HTTP gets a problem document as well, written by hand: there is no request to answer. */
export const answerBrokenRequest = (error: NodeJS.ErrnoException, socket: Socket): void => {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, reason, detail] = statuses[error.code ?? ''] ?? [
    400,
    'Bad Request',
    'This is not an HTTP/1.1 request.',
  ];
  const body = JSON.stringify({
    type: 'urn:complaint-ledger:problem:request',
    title: 'The request cannot be read',
    status,
    detail,
    instance: `urn:uuid:${newId()}`,
  });
  socket.end(
    `HTTP/1.1 ${status} ${reason}\r\nContent-Type: application/problem+json; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
};
