/** Under which name a new matter holds its person, in the data that is told and in the fact. */
export const personField = (type: string): 'caller' | 'complainant' =>
  type === 'call.received' ? 'caller' : 'complainant';
