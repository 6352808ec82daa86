import { describe, expect, it } from 'vitest';
import { statementName } from './statement-name.ts';

describe('the name of a statement', () => {
  it('is given to what comes again, the same each time, and to no more than connections should keep', () => {
    const text = 'select $1::int as once';
    expect(statementName(text)).toBeNull();
    const name = statementName(text);
    expect(name).toMatch(/^[\w-]{43}$/);
    expect(statementName(text)).toBe(name);
    const others = Array.from({ length: 300 }, (_, index) => `select $1::int + ${index}`);
    const named = [...others, ...others].map(statementName).filter((one) => one !== null);
    expect(named.length).toBe(149);
    expect(new Set(named).size).toBe(149);
  });
});
