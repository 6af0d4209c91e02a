import { LedgerError } from '@complaint-ledger/contracts';
import { SaxesParser } from 'saxes';

/** What a reader of XML wants to hear; names come without their prefix. */
export interface XmlHandler {
  readonly open: (name: string, attributes: Readonly<Record<string, string>>) => void;
  readonly text?: (text: string) => void;
  readonly close?: (name: string) => void;
}

/** Bytes without a tag in between; far more than a cell can hold. */
const LONGEST_TEXT = 8 * 1024 * 1024;

/**
 * Feeds XML to a handler and yields after each chunk, so that what was read so far can be passed on. Entities of a
 * document type are not expanded, so they cannot multiply.
 */
export async function* xmlEvents(
  bytes: AsyncIterable<Buffer>,
  part: string,
  handler: XmlHandler,
): AsyncGenerator<void> {
  const parser = new SaxesParser({ xmlns: false, position: false });
  let silent = 0;
  parser.on('opentag', ({ name, attributes }) => {
    silent = 0;
    handler.open(local(name), attributes);
  });
  parser.on('closetag', ({ name }) => {
    silent = 0;
    handler.close?.(local(name));
  });
  if (handler.text) {
    parser.on('text', handler.text);
    parser.on('cdata', handler.text);
  }
  parser.on('error', (cause) => {
    throw new LedgerError('invalid-input', `${part} of the workbook is not XML`, { path: part, cause });
  });
  const decoder = new TextDecoder('utf-8');
  for await (const chunk of bytes) {
    silent += chunk.length;
    if (silent > LONGEST_TEXT) {
      throw new LedgerError('payload-too-large', `${part} of the workbook holds a text without end`, { path: part });
    }
    parser.write(decoder.decode(chunk, { stream: true }));
    yield;
  }
  parser.write(decoder.decode());
  parser.close();
  yield;
}

/** Reads all of a small part. */
export const readXml = async (bytes: AsyncIterable<Buffer>, part: string, handler: XmlHandler): Promise<void> => {
  for await (const _ of xmlEvents(bytes, part, handler));
};

const local = (name: string): string => name.slice(name.indexOf(':') + 1);
