import { describe, expect, it } from '@jest/globals';
import { brokersOf, kafkaOf } from './settings.ts';

describe('settings of Kafka', () => {
  it.each([
    ['kafka:9092', ['kafka:9092']],
    [' a.example:9092, b.example:9093 ', ['a.example:9092', 'b.example:9093']],
    ['[::1]:9092', ['[::1]:9092']],
  ])('reads the brokers of "%s"', (text, brokers) => {
    expect(brokersOf(text)).toEqual(brokers);
  });

  it.each(['', ',', 'kafka', 'kafka:', 'kafka://a:9092', 'a:9092;b:9092'])('refuses "%s"', (text) => {
    expect(() => brokersOf(text)).toThrow(expect.objectContaining({ code: 'config' }));
  });

  it('shows no password to everybody on the way', () => {
    const sasl = { mechanism: 'plain', username: 'ledger', password: 'secret' } as const;
    expect(() => kafkaOf({ brokers: ['a:9092'], sasl })).toThrow(expect.objectContaining({ code: 'config' }));
    const token = async (): Promise<string> => 'token';
    expect(() => kafkaOf({ brokers: ['a:9092'], sasl: { mechanism: 'oauthbearer', token } })).toThrow('without TLS');
    expect(() => kafkaOf({ brokers: ['a:9092'], sasl, tls: {} })).not.toThrow();
    expect(() => kafkaOf({ brokers: ['a:9092'], sasl: { ...sasl, mechanism: 'scram-sha-512' } })).not.toThrow();
  });
});
