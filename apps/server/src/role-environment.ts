/** What opens the keys of this installation's authority. */
const authoritySettings = ['LIAISON_AUTHORITY', 'LIAISON_AUTHORITY_PASSPHRASE'] as const;
/** What opens the key of its controller. */
const controllerSettings = ['LIAISON_MIO_SIGNER', 'LIAISON_MIO_PASSPHRASE'] as const;

/** For roles that read what strangers send, and sign nothing. */
export function withoutKeys(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return without(env, [...authoritySettings, ...controllerSettings]);
}

/** For the role that reads what partners send, and follows an authority as its controller. */
export function withoutAuthority(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return without(env, authoritySettings);
}

function without(env: NodeJS.ProcessEnv, names: readonly string[]): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !names.includes(name)));
}
