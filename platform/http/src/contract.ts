import { z } from 'zod';

/**
 * An endpoint of the API, declared once: the server mounts it, the web calls it, OpenAPI is drawn from it.
 * `params` are the `:names` of `url`. `access` says in one word who may try: `public`, or a signed-in `user`; what he
 * may do to which resource is decided inside the use case.
 */
export type Endpoint<
  Params extends z.ZodObject = z.ZodObject,
  Query extends z.ZodObject = z.ZodObject,
  Body extends z.ZodType = z.ZodType,
  Reply extends z.ZodType = z.ZodType,
> = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: `/${string}`;
  readonly access: 'public' | 'user';
  /** One French sentence for the API's documentation. */
  readonly summary: string;
  readonly params: Params;
  readonly query: Query;
  /**
   * Names of the query that may hold a patient's name: our pages send them in the header `privateQueryHeader`, so that
   * they stand in no address, no proxy's log and no browser's history.
   */
  readonly privateQuery: readonly string[];
  readonly body: Body;
  readonly reply: Reply;
};

const nothing = z.object({});
const noBody = z.undefined();

type Given<
  Params extends z.ZodObject,
  Query extends z.ZodObject,
  Body extends z.ZodType,
  Reply extends z.ZodType,
> = Pick<Endpoint, 'method' | 'url' | 'summary'> & {
  access?: Endpoint['access'];
  params?: Params;
  query?: Query;
  privateQuery?: readonly string[];
  body?: Body;
  reply: Reply;
};

/** Declares an endpoint; what is left out is empty, and `access` is `user`. */
export function endpoint<
  Reply extends z.ZodType,
  Params extends z.ZodObject = typeof nothing,
  Query extends z.ZodObject = typeof nothing,
  Body extends z.ZodType = typeof noBody,
>(given: Given<Params, Query, Body, Reply>): Endpoint<Params, Query, Body, Reply> {
  return {
    method: given.method,
    url: given.url,
    access: given.access ?? 'user',
    summary: given.summary,
    params: (given.params ?? nothing) as Params,
    query: (given.query ?? nothing) as Query,
    privateQuery: given.privateQuery ?? [],
    body: (given.body ?? noBody) as Body,
    reply: given.reply,
  };
}

/** Header that carries the private part of a query, form-encoded: `search=LEF%C3%88VRE`. */
export const privateQueryHeader = 'liaison-private-query';

/** Reply of an act that has nothing to tell: HTTP 204. */
export const noContent = z.undefined();

/** An instant as the API writes it: ISO 8601 in UTC, with milliseconds. */
export const instant = z.iso.datetime();

/** A text that PostgreSQL can hold: no NUL, no half of a surrogate pair; at most `max` characters, none blank at its ends. */
export function text(max: number) {
  return z
    .string()
    .trim()
    .max(max)
    .refine((value) => value.isWellFormed() && !value.includes('\0'));
}

/** A calendar date, `YYYY-MM-DD`. */
export const calendarDate = z.iso.date();

/** Problem details (RFC 9457), the only shape of an error: `code` is stable, `title` is French and may be shown. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
  detail: z.string().optional(),
  requestId: z.string(),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
});

export type Problem = z.infer<typeof problem>;

/** Slice of a list by position: `cursor` comes from the reply before, and is absent for the first slice. */
export const slice = z.object({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
