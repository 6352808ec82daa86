import { expect, it } from 'vitest';

import { codeIn } from './mailbox.ts';

it('finds the code of a sign-in mail', () => {
  expect(codeIn({ text: 'Votre code de connexion : 042137\n\nIl est valable 10 minutes.' })).toBe('042137');
});

it('takes no number of another mail for a code', () => {
  expect(codeIn({ text: 'Télédossier AVC-2611-000123' })).toBeNull();
  expect(codeIn({ text: 'Votre code de connexion : 0421371' })).toBeNull();
});
