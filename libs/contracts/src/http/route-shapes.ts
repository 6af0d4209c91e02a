import type { RouteShape } from './route-shape.ts';
import type { RouteName } from './routes.ts';
import { commandShapes } from './shapes/commands.ts';
import { intakeShapes } from './shapes/intake.ts';
import { ledgerShapes } from './shapes/ledger.ts';
import { reportingShapes } from './shapes/reporting.ts';

/** What goes into and comes out of every route of the table. */
export const routeShapes: Readonly<Record<RouteName, RouteShape>> = {
  ...intakeShapes,
  ...commandShapes,
  ...reportingShapes,
  ...ledgerShapes,
};
