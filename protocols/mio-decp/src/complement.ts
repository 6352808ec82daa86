/** What a buyer adds to the messages: data for all contracts, and data by lot, which win over the former. */
import { z } from 'zod';
import { type Addition, additionSchema } from './contract.ts';
import { type Fault, faultsOf } from './fault.ts';

export interface Complement {
  readonly commun: Addition;
  readonly lots: Readonly<Record<string, Addition>>;
}

const complementSchema = z.strictObject({
  commun: additionSchema.default({}),
  lots: z.record(z.string(), additionSchema).default({}),
});

/** Takes what JSON gave; says every datum that is none, or does not have a value of the format. */
export function parseComplement(
  value: unknown,
): { readonly complement: Complement } | { readonly faults: Fault[] } {
  const { data, error } = complementSchema.safeParse(value, { reportInput: true });
  return data ? { complement: data } : { faults: faultsOf(error) };
}
