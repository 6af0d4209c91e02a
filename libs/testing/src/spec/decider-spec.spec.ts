import { describe, expect, it } from '@jest/globals';
import { deciderSpec } from './decider-spec.ts';

type Till = { readonly open: boolean; readonly fen: number };
type Asked = { readonly pay: number } | { readonly close: true };
type Happened =
  | { readonly type: 'Paid'; readonly data: { readonly fen: number; readonly note?: { readonly by: string } } }
  | { readonly type: 'Closed'; readonly data: { readonly fen: number } };

const till = deciderSpec<Till, Asked, Happened>({
  initial: { open: true, fen: 0 },
  decide: ({ open, fen }, asked) => {
    if (!open) return { events: [], refusal: { rule: 'TILL-1' } };
    if ('close' in asked) return { events: [{ type: 'Closed', data: { fen } }] };
    return { events: [{ type: 'Paid', data: { fen: asked.pay, note: { by: 'a' } } }] };
  },
  evolve: (state, event) =>
    event.type === 'Paid' ? { ...state, fen: state.fen + event.data.fen } : { ...state, open: false },
});

describe('deciderSpec', () => {
  it('decides on what the events before it left', () => {
    till
      .given({ pay: 3 }, { pay: 4 })
      .when({ close: true })
      .thenExactly(['Closed', { fen: 7 }]);
    till
      .givenEvents({ type: 'Paid', data: { fen: 9 } })
      .when({ close: true })
      .thenExactly(['Closed', { fen: 9 }]);
  });

  it('compares what was named and nothing else', () => {
    till
      .given()
      .when({ pay: 3 })
      .thenExactly(['Paid', { note: { by: 'a' } }]);
    till.given().when({ pay: 3 }).thenExactly('Paid');
  });

  it('fails on another event, other data, one too many, one too few', () => {
    const outcome = till.given().when({ pay: 3 });
    expect(() => outcome.thenExactly('Closed')).toThrow('Paid instead of Closed');
    expect(() => outcome.thenExactly(['Paid', { fen: 4 }])).toThrow('fen: 3 instead of 4');
    expect(() => outcome.thenExactly(['Paid', { note: undefined }])).toThrow('note: {"by":"a"} instead of absent');
    expect(() => outcome.thenExactly()).toThrow('1 events instead of 0');
    expect(() => outcome.thenNothing()).toThrow('1 events instead of 0');
    expect(() => outcome.thenAmong('Paid', 'Paid')).toThrow('no such Paid');
    expect(() => outcome.thenNo('Paid')).toThrow('although it should not');
  });

  it('tells a refusal from an acceptance', () => {
    const refused = till.given({ close: true }).when({ pay: 3 });
    refused.thenRefused('TILL-1');
    expect(() => refused.thenNothing()).toThrow('refused by TILL-1');
    expect(() => refused.thenRefused('TILL-2')).toThrow('refused by TILL-1, not TILL-2');
    expect(() => till.given().when({ pay: 3 }).thenRefused('TILL-1')).toThrow('not refused');
  });
});
