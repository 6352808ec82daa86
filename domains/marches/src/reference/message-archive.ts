import { formatDocumentation, jsonSchema, profileSchemas, type MessageCode } from '@liaison/mio';
import { formatSchematron } from '@liaison/mio-control';
import { strToU8, zipSync } from 'fflate';

/** DOS times begin with this year: an archive has the same bytes each time. */
const mtime = new Date(1980, 0, 1);

/** What an editor needs to write and read a message, as one ZIP: documentation, schemas, and the rules that XPath can say. */
export function messageArchive(code: MessageCode): Uint8Array {
  const pages = formatDocumentation();
  const rules = formatSchematron(code);
  const name = code.toLowerCase();
  const texts: Record<string, string> = {
    [`${code}.md`]: pages[`${code}.md`] ?? '',
    'codes.md': pages['codes.md'] ?? '',
    [`mio-${name}.schema.json`]: `${JSON.stringify(jsonSchema(code), null, 2)}\n`,
    ...(rules.includes('<sch:assert ') ? { [`mio-${name}.sch`]: rules } : {}),
  };
  for (const [file, text] of Object.entries(profileSchemas(code).files)) texts[`xsd/${file}`] = text;
  const files = Object.entries(texts).map(([file, text]) => [file, strToU8(text)] as const);
  return zipSync(Object.fromEntries(files), { level: 6, mtime });
}
