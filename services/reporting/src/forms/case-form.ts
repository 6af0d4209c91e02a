import type { Form, FormKind } from './form.ts';
import type { FormMatter } from './form-context.ts';
import { handlingForm } from './handling-form.ts';
import { workOrder } from './work-order.ts';

/** A form of a case (REP-4). */
export const caseForm = (kind: FormKind, matter: FormMatter): Form => {
  switch (kind) {
    case 'handling-form':
      return handlingForm(matter);
    case 'work-order':
      return workOrder(matter);
    default:
      return kind satisfies never;
  }
};
