/** A query that cannot be understood: 400 (PS3.18 section 8.5.1). Names the attribute, never its value. */
export class BadQueryError extends Error {
  readonly statusCode = 400;
  readonly attribute: string;

  constructor(attribute: string) {
    super(`${attribute} is not understood`);
    this.attribute = attribute;
  }
}

/** What was asked for cannot be given in any form that the client takes: 406 (PS3.18 section 8.5.1). */
export class NotAcceptableError extends Error {
  readonly statusCode = 406;
}
