/** Messages as plain objects, walked by the keys of the field table. */
export type Plain = Record<string, unknown>;

export function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The objects of a list; anything else is left out. */
export function plainList(value: unknown): Plain[] {
  return Array.isArray(value) ? value.filter((item) => isPlain(item)) : [];
}

/** A copy that shares nothing with its source; for what JSON holds it costs far less than `structuredClone`. */
export function copyOf(source: Plain): Plain {
  const copy: Plain = {};
  for (const key of Object.keys(source)) copy[key] = copyValue(source[key]);
  return copy;
}

function copyValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyValue);
  return isPlain(value) ? copyOf(value) : value;
}

export function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : '';
}

export function valueAt(source: unknown, path: readonly string[]): unknown {
  let value = source;
  for (const key of path) value = isPlain(value) ? value[key] : undefined;
  return value;
}

/** Sets a value, making the groups on its way; undefined takes it away. */
export function setAt(target: Plain, path: readonly string[], value: unknown): void {
  const [key = '', ...rest] = path;
  if (rest.length === 0) {
    if (value === undefined) delete target[key];
    else target[key] = value;
    return;
  }
  const known = target[key];
  const group: Plain = isPlain(known) ? known : {};
  if (value === undefined && !isPlain(known)) return;
  target[key] = group;
  setAt(group, rest, value);
}
