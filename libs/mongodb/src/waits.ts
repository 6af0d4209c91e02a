const SELECTING = ['serverSelectionTimeoutMS', 'connectTimeoutMS'] as const;

const withWaits = (url: string, names: readonly string[], milliseconds: number): string => {
  const [place = '', options = ''] = url.split('?', 2);
  const waits = names
    .filter((name) => !new RegExp(`(^|&)${name}=`, 'i').test(options))
    .map((name) => `${name}=${milliseconds}`);
  // Options follow the database, which may be left out.
  const base = /^[^:]+:\/\/[^/]+$/.test(place) ? `${place}/` : place;
  return `${base}?${[...(options === '' ? [] : [options]), ...waits].join('&')}`;
};

/**
 * The same connection string for whoever will not wait longer than `milliseconds` for a server that is away; what it says itself stays. A
 * server that is there has any time to answer.
 */
export const patient = (url: string, milliseconds: number): string => withWaits(url, SELECTING, milliseconds);

/** The same for whoever will not wait longer for any answer either. */
export const impatient = (url: string, milliseconds: number): string =>
  withWaits(url, [...SELECTING, 'socketTimeoutMS'], milliseconds);
