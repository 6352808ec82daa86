/** A request that is not understood: 400 (PS3.18 section 8.5.1). `part`: of the request, never its value. */
export class BadQueryError extends Error {
  readonly statusCode = 400;
  readonly part: string;

  constructor(part: string) {
    super(`${part} is not understood`);
    this.part = part;
  }
}

/** What was asked for cannot be given in any form that the client takes: 406, with those that there are. */
export class NotAcceptableError extends Error {
  readonly statusCode = 406;
  readonly acceptable: readonly string[];

  constructor(acceptable: readonly string[]) {
    super('no acceptable form');
    this.acceptable = acceptable;
  }
}

/** A body that is too large, or in too many parts: 413. */
export class TooLargeError extends Error {
  readonly statusCode = 413;
}

/** A body of a type that STOW-RS does not have: 415, with those that it has. */
export class UnsupportedTypeError extends Error {
  readonly statusCode = 415;
  readonly supported: readonly string[];

  constructor(supported: readonly string[]) {
    super('unsupported media type');
    this.supported = supported;
  }
}
