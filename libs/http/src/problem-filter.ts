import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LedgerError, said } from '@complaint-ledger/contracts';
import { languageOfRequest } from './accepted-language.ts';
import { allowedMethods } from './allowed-methods.ts';
import { type ProblemAnswer, methodNotAllowed, problemOf } from './problem.ts';

const PROBLEM_MEDIA_TYPE = 'application/problem+json; charset=utf-8';

export const sendProblem = (
  error: unknown,
  { problem, headers, log }: ProblemAnswer,
  request: FastifyRequest,
  reply: FastifyReply,
): void => {
  if (log) {
    request.log.error({ err: error, requestId: request.id, route: request.routeOptions.url }, problem.title);
  }
  void reply.code(problem.status).headers(headers).type(PROBLEM_MEDIA_TYPE).send(JSON.stringify(problem));
};

/** The ledger has this route, but this process does not run the service that serves it. */
const servedElsewhere = (method: string, path: string): LedgerError =>
  new LedgerError(
    'not-found',
    said(
      `Another service of the ledger serves ${method} ${path}, not this process.`,
      `${method} ${path} 由账本的另一个服务提供，不在本进程。`,
    ),
    {
      hint: said(
        'Ask the gateway, or a process of the service that has it: intake takes messages, routing commands of cases, reporting whatever is read.',
        '请访问网关，或提供它的服务进程：intake 受理消息，routing 处理事项操作，reporting 负责查询。',
      ),
    },
  );

/** Every error answer of the server goes through here. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #bodyLimit: number;

  constructor(bodyLimit: number) {
    this.#bodyLimit = bodyLimit;
  }

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    sendProblem(error, this.#answer(error, request), request, reply);
  }

  #answer(error: unknown, request: FastifyRequest): ProblemAnswer {
    const language = languageOfRequest(request);
    if (!request.is404) return problemOf(error, request.id, this.#bodyLimit, language);
    const path = request.url.split('?', 1)[0] ?? '';
    const allowed = allowedMethods(path);
    if (allowed.includes(request.method)) {
      return problemOf(servedElsewhere(request.method, path), request.id, this.#bodyLimit, language);
    }
    if (allowed.length > 0) return methodNotAllowed(request.method, allowed, request.id, language);
    const unknownPath = new LedgerError('not-found', said('Nothing is served under this path.', '此路径下没有内容。'), {
      hint: said('GET /openapi.json lists every path.', 'GET /openapi.json 列出所有路径。'),
    });
    return problemOf(unknownPath, request.id, this.#bodyLimit, language);
  }
}
