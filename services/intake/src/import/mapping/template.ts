export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'column'; readonly column: string };

/** `CFPB-{Complaint ID}` → its parts; undefined when a brace has no partner. */
export const parseTemplate = (template: string): readonly TemplatePart[] | undefined => {
  const parts: TemplatePart[] = [];
  let text = '';
  for (let at = 0; at < template.length; at++) {
    const char = template[at] ?? '';
    if ((char === '{' || char === '}') && template[at + 1] === char) {
      text += char;
      at++;
    } else if (char === '{') {
      const end = template.indexOf('}', at);
      if (end < 0) return undefined;
      if (text) parts.push({ kind: 'text', text });
      text = '';
      parts.push({ kind: 'column', column: template.slice(at + 1, end).trim() });
      at = end;
    } else if (char === '}') {
      return undefined;
    } else {
      text += char;
    }
  }
  if (text) parts.push({ kind: 'text', text });
  return parts;
};
