import { z } from 'zod';

/** Every environment variable that the program reads, flat, as the operator writes it. `.env.example` lists the same. */
export const environment = z.object({
  LIAISON_ENV: z.enum(['demo', 'preproduction', 'production']).default('demo'),
  LIAISON_DATA: z.string().min(1).default('./data'),
  LIAISON_LISTEN: z.string().min(1).default('127.0.0.1'),
  LIAISON_DICOM_LISTEN: z.string().min(1).optional(),
  LIAISON_OPS_LISTEN: z.string().min(1).default('127.0.0.1'),
  LIAISON_HTTP_PORT: port(8080),
  LIAISON_OPS_PORT: port(8081),
  LIAISON_DICOM_PORT: port(11112),
  LIAISON_DICOM_TLS_PORT: port(2762),
  LIAISON_DICOM_TLS_CERT: z.string().min(1).optional(),
  LIAISON_DICOM_TLS_KEY: z.string().min(1).optional(),
  LIAISON_DICOM_TLS_CA: z.string().min(1).optional(),
  LIAISON_AET: z
    .string()
    .regex(
      /^[\x21-\x5b\x5d-\x7e][\x20-\x5b\x5d-\x7e]{0,15}$/,
      'au plus 16 caractères, sans barre oblique inverse',
    )
    .default('LIAISON'),
  LIAISON_NODE: z
    .string()
    .regex(/^[a-z0-9-]{1,32}$/, 'lettres minuscules, chiffres et tirets')
    .default('n1'),
  LIAISON_RECEIVERS: z.coerce.number().int().min(1).max(64).optional(),
  LIAISON_LOG: z.enum(['debug', 'info', 'warn', 'error', 'silent']).optional(),
  LIAISON_PUBLIC_URL: z.url().optional(),
  LIAISON_TLS_CERT: z.string().min(1).optional(),
  LIAISON_TLS_KEY: z.string().min(1).optional(),
  LIAISON_TLS_PROXY: z.enum(['yes', 'no']).default('no'),
  LIAISON_SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  LIAISON_MAIL_FROM: z.string().min(3).default('Liaison <ne-pas-repondre@demo.liaison>'),
  LIAISON_MIO_SIGNER: z.string().min(1).optional(),
  LIAISON_MIO_PASSPHRASE: z.string().min(12, 'au moins 12 caractères').optional(),
  LIAISON_MIO_TRUST: z.string().min(1).optional(),
  LIAISON_MIO_TSA: z.url({ protocol: /^https?$/ }).optional(),
  LIAISON_DEMO_PASSWORD: z.string().min(10).default('liaison-demo-2026'),
  LIAISON_EXCHANGES: z.string().min(1).optional(),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DATABASE_OWNER_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DATABASE_SYSTEM_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  LIAISON_AUTHORITY: z.string().min(1).optional(),
  LIAISON_AUTHORITY_PASSPHRASE: z.string().min(12, 'au moins 12 caractères').optional(),
  LIAISON_MIO_AUTHORITY_URL: z.url({ protocol: /^https?$/ }).optional(),
  LIAISON_MIO_ROOT: z.string().min(1).optional(),
  LIAISON_BACKUP_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
});

function port(byDefault: number) {
  return z.coerce.number().int().min(0).max(65_535).default(byDefault);
}

export type Environment = z.infer<typeof environment>;
