import {
  asyncApiDocument,
  jsonSchema,
  LedgerError,
  messageSchemas,
  openApiDocument,
  said,
} from '@complaint-ledger/contracts';
import { Endpoint } from '@complaint-ledger/http';
import { packSchema } from '@complaint-ledger/policy';
import { Controller, Headers, Inject, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { languageOf } from '../cli/language.ts';
import { version } from '../version.ts';
import { type Readiness, readiness } from './health.ts';
import { homePage } from './home-page.ts';
import { SERVER_PARTS, type ServerParts } from './server-parts.ts';

const openApi = openApiDocument(version);
const asyncApi = asyncApiDocument(version);

/** The server itself: its documents, its state, its policies. */
@Controller()
export class LedgerController {
  readonly #parts: ServerParts;

  constructor(@Inject(SERVER_PARTS) parts: ServerParts) {
    this.#parts = parts;
  }

  @Endpoint('home')
  home(
    @Query('lang') lang: string | undefined,
    @Headers('accept-language') accepted: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): string {
    void reply.type('text/html; charset=utf-8');
    return homePage(languageOf(lang) ?? languageOf(accepted) ?? 'en', version);
  }

  @Endpoint('openapi')
  openApi(): object {
    return openApi;
  }

  @Endpoint('asyncapi')
  asyncApi(): object {
    return asyncApi;
  }

  @Endpoint('schema')
  schema(@Param('name') name: string, @Res({ passthrough: true }) reply: FastifyReply): object {
    const id = name.replace(/\.json$/, '');
    const schema = id === 'policy-pack' ? packSchema() : jsonSchema(id);
    if (schema === undefined) {
      throw new LedgerError('not-found', said(`There is no schema '${name}'.`, `没有模式“${name}”。`), {
        path: 'name',
        hint: said(
          `There are ${[...messageSchemas.keys()].slice(0, 5).join(', ')} and others, named in /asyncapi.json, and policy-pack.`,
          `有 ${[...messageSchemas.keys()].slice(0, 5).join('、')} 等，全部列在 /asyncapi.json；另有 policy-pack。`,
        ),
      });
    }
    void reply.type('application/schema+json; charset=utf-8');
    return schema;
  }

  @Endpoint('live')
  live(): object {
    return { status: 'live' };
  }

  @Endpoint('ready')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Readiness> {
    const state = await readiness(this.#parts.health);
    if (state.status === 'not-ready') void reply.code(503);
    return state;
  }

  @Endpoint('metrics')
  async metrics(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    void reply.type(this.#parts.metrics.contentType);
    return this.#parts.metrics.text();
  }

  @Endpoint('getPolicy')
  policy(@Param('id') id: string): object {
    const { version: packVersion, zone, pack } = this.#parts.policies.policy(id);
    return { id, version: packVersion, zone, pack };
  }
}
