const MAINLAND_MOBILE = /^1[3-9]\d{9}$/;
const MASKED = /\d\s*[*•x]{2,}\s*\d/i;

/**
 * The number by which a person is found again: digits, after `+` when it has a foreign country code.
 *
 * Full-width digits are folded (NFKC), `00` is the `+` it stands for, and a mainland mobile loses its +86, 0086, 86 or
 * trunk 0. Undefined for what identifies nobody: no digits, fewer than 5, one digit repeated, or a number already
 * masked (`138****0001`).
 */
export const normalisePhone = (phone: string): string | undefined => {
  const folded = phone.normalize('NFKC');
  if (MASKED.test(folded)) return undefined;
  const digits = folded.replace(/\D/g, '');
  if (digits.length < 5 || /^(\d)\1*$/.test(digits)) return undefined;
  const withCode = /^\D*\+/.test(folded) ? digits : digits.startsWith('00') ? digits.slice(2) : undefined;
  // With a country code only 86 may go: +1 415 555 0123 looks like a mainland mobile without its plus.
  const mobile = withCode === undefined ? digits.replace(/^(?:86|0)/, '') : withCode.replace(/^860?/, '');
  if (MAINLAND_MOBILE.test(mobile) && mobile !== withCode) return mobile;
  return withCode === undefined ? digits : `+${withCode}`;
};
