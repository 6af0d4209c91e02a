import Type from 'typebox';

/** RFC 9457 problem document: every error answer is one. */
export const ProblemDocument = Type.Object(
  {
    type: Type.String({ description: '`urn:complaint-ledger:problem:` and a code' }),
    title: Type.String({ description: 'zh-CN or en, as Accept-Language prefers' }),
    status: Type.Integer({ minimum: 400, maximum: 599 }),
    detail: Type.String({ description: 'what was wrong, in a sentence' }),
    instance: Type.String({ description: '`urn:uuid:` of the request, as in the header X-Request-Id' }),
    path: Type.Optional(Type.String({ description: 'place in the input, such as `data.level`' })),
    rule: Type.Optional(Type.String({ description: 'rule of the rulebook that spoke, such as `XFER-1`' })),
    ruleText: Type.Optional(Type.String({ description: 'that rule in a sentence, in the language of `title`' })),
    hint: Type.Optional(Type.String({ description: 'what to do about it' })),
    quarantineId: Type.Optional(Type.String({ description: 'where the refused message is kept' })),
    missing: Type.Optional(Type.Array(Type.String(), { description: 'handover fields that were empty (XFER-3)' })),
  },
  { description: 'Problem document (RFC 9457)' },
);
