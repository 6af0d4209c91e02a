export { type CollectedSpan, type CollectorDouble, openCollectorDouble } from './collector-double.ts';
export { type RecordedSpans, recordSpans } from './record-spans.ts';
