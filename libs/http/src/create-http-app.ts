import 'reflect-metadata';
import helmet from '@fastify/helmet';
import type { KeyRing } from '@complaint-ledger/access';
import { newId } from '@complaint-ledger/contracts';
import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type FastifyBaseLogger, type FastifyReply, type FastifyRequest, LogController } from 'fastify';
import { languageOfRequest } from './accepted-language.ts';
import { admission } from './admission.ts';
import { answerBrokenRequest } from './broken-request.ts';
import { nestLogger } from './nest-logger.ts';
import { problemOf } from './problem.ts';
import { ProblemFilter, sendProblem } from './problem-filter.ts';
import { traceRequests } from './trace-requests.ts';

export const BODY_LIMIT_BYTES = 10 * 1024 * 1024;
const REQUEST_TIMEOUT_MS = 60_000;
const LONGEST_ID = 400;

/** One served request, for metrics; `route` is the path template, so that no id or phone number gets into a label. */
export interface Served {
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
}

export interface HttpOptions {
  readonly keyRing: Pick<KeyRing, 'authenticate'>;
  readonly log: FastifyBaseLogger;
  readonly observe?: (served: Served) => void;
  readonly bodyLimitBytes?: number;
}

const helmetOptions = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      styleSrc: ["'unsafe-inline'"],
      frameAncestors: ["'none'"],
      baseUri: ["'none'"],
    },
  },
  // The ledger itself speaks plain HTTP on loopback; TLS and its headers belong to the proxy in front of it.
  strictTransportSecurity: false,
} as const;

const adapterFor = (options: HttpOptions, bodyLimit: number): FastifyAdapter =>
  new FastifyAdapter({
    loggerInstance: options.log,
    logController: new LogController({ disableRequestLogging: true }),
    // The router refuses a malformed path before any handler or filter is known.
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) =>
      sendProblem(error, problemOf(error, request.id, bodyLimit, languageOfRequest(request)), request, reply),
    bodyLimit,
    requestTimeout: REQUEST_TIMEOUT_MS,
    trustProxy: false,
    genReqId: () => newId(),
    routerOptions: { maxParamLength: LONGEST_ID },
    clientErrorHandler: answerBrokenRequest,
    skipMiddie: true,
  });

const observeRequests = (adapter: FastifyAdapter, observe: (served: Served) => void): void => {
  adapter.getInstance().addHook('onResponse', (request, reply, done) => {
    observe({
      method: request.method,
      route: request.is404 ? 'unknown' : (request.routeOptions.url ?? 'unknown'),
      status: reply.statusCode,
      seconds: reply.elapsedTime / 1000,
    });
    done();
  });
};

const served = new WeakMap<NestFastifyApplication, readonly string[]>();

/** What the application really serves, `POST /v1/cases/:id/transfers`; HEAD, which every GET has, is left out. */
export const servedRoutes = (app: NestFastifyApplication): readonly string[] => served.get(app) ?? [];

/**
 * The HTTP edge around a Nest module: access by the route table (deny by default), raw bodies up to a limit, problem
 * documents for every error, request ids, security headers. Not listening yet.
 */
export const createHttpApp = async (
  module: Type | DynamicModule,
  options: HttpOptions,
): Promise<NestFastifyApplication> => {
  const bodyLimit = options.bodyLimitBytes ?? BODY_LIMIT_BYTES;
  const adapter = adapterFor(options, bodyLimit);
  const server = adapter.getInstance();
  const registered: string[] = [];
  server.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat()) if (each !== 'HEAD') registered.push(`${each} ${url}`);
  });
  server.decorateRequest('caller', undefined);
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  server.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    done();
  });
  traceRequests(server);
  await server.register(helmet, helmetOptions);
  server.addHook('onRequest', admission(options.keyRing));
  if (options.observe !== undefined) observeRequests(adapter, options.observe);

  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    bodyParser: false,
    logger: nestLogger(options.log),
    abortOnError: false,
  });
  app.useGlobalFilters(new ProblemFilter(bodyLimit));
  await app.init();
  await server.ready();
  served.set(app, registered);
  return app;
};
