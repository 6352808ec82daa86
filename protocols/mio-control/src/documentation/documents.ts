import { messages } from '@liaison/mio';
import { formatSchematron } from '../schematron/format-schematron.ts';
import { formatRules } from './format-rules.ts';

/** Everything published of the rules: path from the repository's root → text. */
export function documents(): ReadonlyMap<string, string> {
  const schematrons = Object.values(messages).flatMap(({ code }) => {
    const text = formatSchematron(code);
    return text.includes('<sch:assert ')
      ? [[`docs/mio/schematron/mio-${code.toLowerCase()}.sch`, text] as const]
      : [];
  });
  return new Map([['docs/mio/regles.md', formatRules()], ...schematrons]);
}
