/** `/v1/cases/{id}` of the contract is `/v1/cases/:id` for the router. */
export const routerPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1');
