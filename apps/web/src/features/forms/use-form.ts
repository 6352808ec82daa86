import { readForm } from '@liaison/forms/contract';
import type { FormDefinition } from '@liaison/forms/contract';
import { useQuery } from '@tanstack/react-query';
import { queryOf } from '../../app/queries.ts';

/** One version of a form; it never changes, so it is read once. `undefined` until it is there. */
export function useForm(formId: string | undefined, version: number | undefined): FormDefinition | undefined {
  const query = useQuery({
    ...queryOf(readForm, { params: { formId: formId ?? '', version: version ?? 1 } }),
    enabled: formId !== undefined && version !== undefined,
    staleTime: Infinity,
    gcTime: Infinity,
  });
  return query.data;
}
