import { type MessageCode, profileSchemas } from '@liaison/mio';
import { schemaSet, type XmlSchema } from '@liaison/xml';

const compiled = new Map<MessageCode, XmlSchema>();

/** The schema of a message: compiled when first asked for, then kept as long as the process lives. */
export function profileSchema(code: MessageCode): XmlSchema {
  const known = compiled.get(code);
  if (known) return known;
  const { main, files } = profileSchemas(code);
  const schema = schemaSet(files).schema(main);
  compiled.set(code, schema);
  return schema;
}
