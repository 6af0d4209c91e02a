import type { TObject, TSchema } from 'typebox';

/** Bodies by media type. */
export type Content = Readonly<Record<string, TSchema>>;

/** What goes in and comes out of a route, for its document and for whoever checks a request against it. */
export interface RouteShape {
  /** Meaning of each `{parameter}` of the path. */
  readonly path?: Readonly<Record<string, TSchema>>;
  readonly query?: TObject;
  readonly headers?: TObject;
  readonly body?: Content;
  /** The body may be left out. */
  readonly bodyOptional?: true;
  /** The answer when all went well. */
  readonly answer: Content;
  /** Answers of other statuses that are no problem documents. */
  readonly otherAnswers?: Readonly<Record<number, { readonly when: string; readonly content: Content }>>;
  /** Problem documents beyond those that every route may answer. */
  readonly problems?: readonly number[];
}

export const json = (schema: TSchema): Content => ({ 'application/json': schema });
