import Type from 'typebox';
import { type RouteShape, json } from '../route-shape.ts';

const CaseId = Type.String({ description: 'id of the case' });

export const reportingShapes = {
  getCase: { path: { id: CaseId }, answer: json(Type.Unknown()), problems: [404] },
  listCases: { answer: json(Type.Unknown()) },
  getCaseHistory: { path: { id: CaseId }, answer: json(Type.Unknown()), problems: [404] },
  getReport: { path: { kind: Type.String(), period: Type.String() }, answer: json(Type.Unknown()), problems: [404] },
  drillReport: { path: { kind: Type.String(), period: Type.String() }, answer: json(Type.Unknown()), problems: [404] },
  getDepartmentPenalties: { path: { id: Type.String() }, answer: json(Type.Unknown()) },
  getCallLog: { path: { date: Type.String() }, answer: json(Type.Unknown()) },
} as const satisfies Record<string, RouteShape>;
