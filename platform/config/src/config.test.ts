import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';
import { environment } from './env.ts';

const reasonsOf = (env: NodeJS.ProcessEnv) => {
  const read = readConfig(env);
  return read.ok ? [] : read.error;
};

const production = {
  LIAISON_ENV: 'production',
  LIAISON_LISTEN: '0.0.0.0',
  LIAISON_PUBLIC_URL: 'https://liaison.example',
  LIAISON_TLS_PROXY: 'yes',
  LIAISON_SMTP_URL: 'smtp://mail.example:25',
  DATABASE_URL: 'postgres://liaison_app@db/liaison',
  DATABASE_SYSTEM_URL: 'postgres://liaison_system@db/liaison',
  DATABASE_OWNER_URL: 'postgres://liaison_owner@db/liaison',
};

describe('readConfig', () => {
  it('starts a demonstration without any setting', () => {
    const read = readConfig({});
    expect(read.ok && [read.value.environment, read.value.publicUrl]).toEqual([
      'demo',
      'http://127.0.0.1:8080',
    ]);
  });

  it('takes an empty variable for an absent one, as in .env files', () => {
    expect(reasonsOf({ LIAISON_PUBLIC_URL: '', DATABASE_URL: '' })).toEqual([]);
  });

  it('refuses a demonstration on the network or with a public address', () => {
    expect(reasonsOf({ LIAISON_LISTEN: '0.0.0.0' })).toHaveLength(1);
    expect(reasonsOf({ LIAISON_PUBLIC_URL: 'https://liaison.example' })).toHaveLength(1);
  });

  it('names each malformed setting', () => {
    const reasons = reasonsOf({ LIAISON_HTTP_PORT: 'web', LIAISON_AET: 'A_TITLE_THAT_IS_TOO_LONG' });
    expect(reasons.map((reason) => reason.split(' ')[0])).toEqual(['LIAISON_HTTP_PORT', 'LIAISON_AET']);
  });

  it('takes a whole production', () => {
    const read = readConfig(production);
    expect(read.ok && read.value.isSecure).toBe(true);
  });

  it('takes keys of an authority and of a licence with what opens them, and not otherwise', () => {
    const read = readConfig({
      LIAISON_AUTHORITY: '/srv/cles',
      LIAISON_AUTHORITY_PASSPHRASE: 'phrase assez longue',
      LIAISON_MIO_AUTHORITY_URL: 'https://mio.example',
      LIAISON_MIO_ROOT: '/etc/liaison/racine-maj.json',
    });
    expect(read.ok && [read.value.authority?.passphrase, read.value.updates]).toMatchObject([
      'phrase assez longue',
      { url: 'https://mio.example' },
    ]);
    expect(reasonsOf({ LIAISON_AUTHORITY: '/srv/cles' })).toHaveLength(1);
    expect(reasonsOf({ LIAISON_MIO_ROOT: 'x' })).toHaveLength(1);
    expect(reasonsOf({ LIAISON_MIO_SIGNER: 'x' })).toHaveLength(1);
  });

  it.each([
    ['LIAISON_SMTP_URL', 'LIAISON_SMTP_URL'],
    ['DATABASE_URL', 'DATABASE_URL'],
    ['DATABASE_OWNER_URL', 'DATABASE_OWNER_URL'],
    ['LIAISON_TLS_PROXY', 'LIAISON_TLS_CERT'],
    ['LIAISON_PUBLIC_URL', 'LIAISON_PUBLIC_URL'],
  ])('refuses a production without %s', (missing, told) => {
    const rest = Object.fromEntries(Object.entries(production).filter(([name]) => name !== missing));
    const reasons = reasonsOf(rest);
    expect(reasons).toHaveLength(1);
    expect(reasons[0]).toContain(told);
  });

  it.each([
    ['half a certificate', { LIAISON_DICOM_TLS_CERT: 'cert.pem' }],
    ['authorities without a certificate', { LIAISON_DICOM_TLS_CA: 'ca.pem' }],
    [
      'the clear port',
      { LIAISON_DICOM_TLS_CERT: 'c', LIAISON_DICOM_TLS_KEY: 'k', LIAISON_DICOM_TLS_PORT: '11112' },
    ],
  ])('refuses DICOM through TLS with %s', (_what, env) => {
    expect(reasonsOf(env)).toHaveLength(1);
  });

  it('receives through TLS where it has a certificate, by one process in a demonstration', () => {
    const read = readConfig({ LIAISON_DICOM_TLS_CERT: 'c', LIAISON_DICOM_TLS_KEY: 'k' });
    expect(read.ok && [read.value.dicomTls, read.value.receivers]).toEqual([
      { port: 2762, certFile: 'c', keyFile: 'k', caFile: null },
      1,
    ]);
  });

  it('refuses half a certificate', () => {
    expect(reasonsOf({ LIAISON_TLS_CERT: 'cert.pem' })).toHaveLength(1);
  });

  it('lists in .env.example exactly what it reads', () => {
    const example = readFileSync(new URL('../../../.env.example', import.meta.url), 'utf8');
    const listed = [...example.matchAll(/^([A-Z_]+)=/gm)].map((match) => match[1]);
    expect(new Set(listed)).toEqual(new Set(Object.keys(environment.shape)));
  });
});
