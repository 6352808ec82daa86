/** What opens the keys of this installation's authority and of its controller. */
const keySettings: ReadonlySet<string> = new Set([
  'LIAISON_AUTHORITY',
  'LIAISON_AUTHORITY_PASSPHRASE',
  'LIAISON_MIO_SIGNER',
  'LIAISON_MIO_PASSPHRASE',
]);

/** For roles that read what strangers send, and sign nothing. */
export function withoutKeys(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !keySettings.has(name)));
}
