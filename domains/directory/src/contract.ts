import { endpoint } from '@liaison/http/contract';
import { z } from 'zod';

/** To whom a télédossier may be addressed (CCTP 3.1.2.2): a community, or one professional in one of his communities. */
export const recipient = z.object({
  kind: z.enum(['community', 'professional']),
  /** Id of the community, or of the professional. */
  id: z.uuid(),
  /** "UNV – Neurologie vasculaire" or "NOM Prénom". */
  label: z.string(),
  /** Structure and town, or specialty and communities: tells homonyms apart. */
  detail: z.string(),
  structureName: z.string(),
});
export type Recipient = z.infer<typeof recipient>;

export const findRecipients = endpoint({
  method: 'GET',
  url: '/api/directory/recipients',
  summary: 'Correspondants à qui adresser un télédossier, sans tenir compte des accents.',
  query: z.object({
    search: z.string().max(100).default(''),
    /** Communities of this specialty come before the others, after the usual correspondents. */
    specialty: z.string().max(100).default(''),
    limit: z.coerce.number().int().min(1).max(50).default(12),
  }),
  /** Usual correspondents of the asker's structure first. */
  reply: z.object({ recipients: z.array(recipient) }),
});
