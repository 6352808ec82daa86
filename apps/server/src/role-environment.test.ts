import { readConfig } from '@liaison/config';
import { expect, it } from 'vitest';
import { withoutAuthority, withoutKeys } from './role-environment.ts';

const controller = { LIAISON_MIO_SIGNER: 'controleur', LIAISON_MIO_PASSPHRASE: 'phrase deux' };
const given = {
  LIAISON_DATA: 'donnees',
  LIAISON_AUTHORITY: 'autorite',
  LIAISON_AUTHORITY_PASSPHRASE: 'phrase un',
  ...controller,
};

it('gives roles that sign nothing settings that are whole, without a phrase', () => {
  const env = withoutKeys(given);
  expect(env).toEqual({ LIAISON_DATA: 'donnees' });
  expect(readConfig(env, 'role')).toMatchObject({
    ok: true,
    value: { authority: null, mio: { signer: null } },
  });
});

it('gives the role that exchanges messages the key of the controller, and none of the authority', () => {
  expect(withoutAuthority(given)).toEqual({ LIAISON_DATA: 'donnees', ...controller });
});
