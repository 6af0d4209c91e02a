const signs: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Marks that turn the direction of what follows, beyond the word they stand in: left out, as in print. */
const TURNING = /[\u202A-\u202E\u2066-\u2069]/gu;

/** Text as it stands in HTML, between tags or in quotation marks. */
export const escaped = (text: string): string =>
  text.replaceAll(TURNING, '').replaceAll(/[&<>"']/g, (sign) => signs[sign] ?? sign);
