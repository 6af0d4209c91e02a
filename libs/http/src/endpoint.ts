import 'reflect-metadata';
import {
  type ExecutionContext,
  HttpCode,
  RequestMapping,
  RequestMethod,
  applyDecorators,
  createParamDecorator,
} from '@nestjs/common';
import type { KeyHolder } from '@complaint-ledger/access';
import { type RouteName, routes } from '@complaint-ledger/contracts';
import { routerPath } from './router-path.ts';

/** Who calls, as admission found them. */
export type Caller = KeyHolder;

const methods = {
  GET: RequestMethod.GET,
  POST: RequestMethod.POST,
  PUT: RequestMethod.PUT,
  DELETE: RequestMethod.DELETE,
} as const;

/** Serves one route of the contract: method, path and permission come from the route table and nowhere else. */
export const Endpoint = (name: RouteName): MethodDecorator => {
  const route = routes[name];
  return applyDecorators(
    RequestMapping({ method: methods[route.method], path: routerPath(route.path) }),
    HttpCode(200),
  );
};

/** The caller of this request. */
export const CallerParam = createParamDecorator(
  (_: unknown, context: ExecutionContext): Caller => context.switchToHttp().getRequest<{ caller: Caller }>().caller,
);
