/** Ends a `switch` over a union: a new member that nobody handled is a compile error here. */
export function assertNever(value: never): never {
  throw new TypeError(`unexpected value: ${JSON.stringify(value)}`);
}

/** `value`, or a `TypeError` that says what was expected. For what the program itself guarantees, never for input. */
export function assertExists<Value>(value: Value | null | undefined, expected: string): Value {
  if (value === null || value === undefined) throw new TypeError(`${expected} expected`);
  return value;
}
