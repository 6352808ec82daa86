import { readConfig } from '@liaison/config';
import { expect, it } from 'vitest';
import { withoutKeys } from './role-environment.ts';

it('gives roles that sign nothing settings that are whole, without a phrase', () => {
  const given = {
    LIAISON_DATA: 'donnees',
    LIAISON_AUTHORITY: 'autorite',
    LIAISON_AUTHORITY_PASSPHRASE: 'phrase un',
    LIAISON_MIO_SIGNER: 'controleur',
    LIAISON_MIO_PASSPHRASE: 'phrase deux',
  };
  const env = withoutKeys(given);
  expect(env).toEqual({ LIAISON_DATA: 'donnees' });
  expect(readConfig(env, 'role')).toMatchObject({
    ok: true,
    value: { authority: null, mio: { signer: null } },
  });
});
