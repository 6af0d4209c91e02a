/**
 * Whether who holds these roles and offices sees a matter that only some may see (FILE-1); `*` holds them all. A matter without such
 * a list is seen by everybody who reads cases.
 */
export const maySee = (
  { seenBy }: { readonly seenBy?: readonly string[] | undefined },
  authorities: readonly string[],
): boolean =>
  seenBy === undefined || authorities.includes('*') || seenBy.some((office) => authorities.includes(office));
