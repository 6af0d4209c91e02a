/** Words of a vocabulary that a spec names. */
export const words = (en: string): { readonly 'zh-CN': string; readonly en: string } => ({ 'zh-CN': en, en });
