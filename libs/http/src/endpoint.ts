import 'reflect-metadata';
import {
  type ExecutionContext,
  HttpCode,
  RequestMapping,
  RequestMethod,
  SetMetadata,
  applyDecorators,
  createParamDecorator,
} from '@nestjs/common';
import { type RouteName, routes } from '@complaint-ledger/contracts';

export const ROUTE = 'complaint-ledger:route';

/** Who calls: set by the access guard. */
export interface Caller {
  readonly keyId: string;
  readonly role: string;
  readonly label: string;
}

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
    RequestMapping({ method: methods[route.method], path: route.path.replaceAll(/\{(\w+)\}/g, ':$1') }),
    HttpCode(200),
    SetMetadata(ROUTE, name),
  );
};

/** The caller of this request, as the access guard found them. */
export const CallerParam = createParamDecorator(
  (_: unknown, context: ExecutionContext): Caller => context.switchToHttp().getRequest<{ caller: Caller }>().caller,
);
