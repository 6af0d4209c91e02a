/** What a person reads exists in both. */
export type Language = 'zh-CN' | 'en';

/** The language that an Accept-Language header prefers (RFC 9110, 12.5.4); Chinese when it names neither. */
export const acceptedLanguage = (header: string | undefined): Language => {
  let [best, quality]: [Language, number] = ['zh-CN', 0];
  for (const part of (header ?? '').split(',')) {
    const [range = '', ...parameters] = part.trim().toLowerCase().split(';');
    const language = range.startsWith('zh') ? 'zh-CN' : range.startsWith('en') ? 'en' : undefined;
    const q = Number(
      parameters
        .find((parameter) => parameter.trim().startsWith('q='))
        ?.trim()
        .slice(2) ?? 1,
    );
    if (language !== undefined && q > quality) [best, quality] = [language, q];
  }
  return best;
};

/** The language of a request's answer when something is wrong; English for programs, which name none. */
export const languageOfRequest = ({
  headers,
}: {
  readonly headers: { readonly 'accept-language'?: string | undefined };
}): Language => (headers['accept-language'] === undefined ? 'en' : acceptedLanguage(headers['accept-language']));
