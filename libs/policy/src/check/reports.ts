import { said } from '@complaint-ledger/contracts';
import type { Path } from '../yaml/read-yaml.ts';
import { ROLES, type Checking } from './checking.ts';

/** `deadlines.first-response.missed`, `deadlines.*`, `calls.answerRate`. */
const MEASURE = /^[a-z][A-Za-z0-9]*(\.([\w-]+|\*))*$/;

const checkMeasure = (checking: Checking, measure: string, path: Path): void => {
  if (MEASURE.test(measure)) return;
  checking.report(
    path,
    said(`'${measure}' is not how a measure is written.`, `指标不能写作“${measure}”。`),
    said(
      'Write names with points between them, such as calls.answerRate or deadlines.*.',
      '请写用点隔开的名称，如 calls.answerRate 或 deadlines.*。',
    ),
  );
};

/** Targets and contents of the reports (REP-1, CALL-9). */
export const checkReports = (checking: Checking): void => {
  const { targets = {}, reports = {}, offices = {}, departments } = checking.pack;
  for (const [measure, target] of Object.entries(targets)) {
    checkMeasure(checking, measure, ['targets', measure]);
    if (Number.parseFloat(target.slice(3)) > 100)
      checking.report(
        ['targets', measure],
        said(`'${target}' is more than the whole.`, `“${target}”超过了全部。`),
        said('Write at most 100 %.', '最多 100 %。'),
      );
  }
  for (const [kind, { measures = [], to = [] }] of Object.entries(reports)) {
    for (const [index, measure] of measures.entries())
      checkMeasure(checking, measure, ['reports', kind, 'measures', index]);
    if (departments === undefined) continue;
    const known = [...Object.keys(offices), ...Object.keys(departments), ...ROLES];
    for (const [index, reader] of to.entries())
      checking.expectOneOf('office or department', reader, known, ['reports', kind, 'to', index]);
  }
};
