import { endpoint, instant, noContent } from '@liaison/http/contract';
import { z } from 'zod';

/** What the demo page needs; the server answers these only when it runs as a demonstration. */
export const demoLogin = z.object({
  login: z.string(),
  displayName: z.string(),
  /** "Urgentiste, CH de Valombre": what one can do with it, in a few words. */
  role: z.string(),
});

export const scenario = z.enum(['occlusion-m1-left', 'intracerebral-haemorrhage', 'normal']);

export const transfer = z.object({
  id: z.uuid(),
  callingAeTitle: z.string(),
  structureName: z.string(),
  scenario,
  patientName: z.string(),
  startedAt: instant,
  sent: z.number().int(),
  refused: z.number().int(),
  /** Null until the scanner knows how many images it will make. */
  total: z.number().int().nullable(),
  state: z.enum(['sending', 'done', 'failed']),
  /** Why it failed, in French. */
  because: z.string().nullable(),
});
export type Transfer = z.infer<typeof transfer>;

export const readDemo = endpoint({
  method: 'GET',
  url: '/demo/api/region',
  access: 'public',
  summary: 'Connexions de démonstration et scanners simulés. 404 hors démonstration.',
  reply: z.object({
    password: z.string(),
    logins: z.array(demoLogin),
    scanners: z.array(z.object({ aeTitle: z.string(), structureName: z.string() })),
  }),
});

export const startTransfer = endpoint({
  method: 'POST',
  url: '/demo/api/transfers',
  access: 'public',
  summary: 'Fait envoyer un scanner cérébral par la modalité simulée.',
  body: z.object({
    callingAeTitle: z.string(),
    scenario,
    /** Images per second, slow enough that one sees them arrive. */
    imagesPerSecond: z.number().min(0.5).max(200).default(8),
  }),
  reply: transfer,
});

export const listTransfers = endpoint({
  method: 'GET',
  url: '/demo/api/transfers',
  access: 'public',
  summary: 'Envois de la modalité simulée, le plus récent d’abord.',
  reply: z.object({ transfers: z.array(transfer) }),
});

export const demoMail = z.object({
  id: z.string(),
  at: instant,
  from: z.string(),
  to: z.array(z.string()),
  subject: z.string(),
  text: z.string(),
});
export type DemoMail = z.infer<typeof demoMail>;

export const readMailbox = endpoint({
  method: 'GET',
  url: '/demo/mailbox',
  access: 'public',
  summary: 'Mails reçus par la boîte de démonstration, le plus récent d’abord.',
  query: z.object({ to: z.string().max(254).optional() }),
  reply: z.object({ mails: z.array(demoMail) }),
});

export const emptyMailbox = endpoint({
  method: 'DELETE',
  url: '/demo/mailbox',
  access: 'public',
  summary: 'Vide la boîte de démonstration.',
  reply: noContent,
});
