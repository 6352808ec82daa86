import { expect, it } from 'vitest';
import { environmentWords } from './environment-words.ts';

it.each([
  ['demo', ['clinical'], 'Démonstration : patients fictifs'],
  ['demo', ['local-admin'], 'Démonstration : patients fictifs'],
  ['demo', ['buyer'], 'Démonstration : marchés et produits fictifs'],
  ['demo', ['supplier'], 'Démonstration : marchés et produits fictifs'],
  ['demo', ['buyer', 'imaging'], 'Démonstration : patients et marchés fictifs'],
  ['preproduction', ['buyer'], 'Préproduction : aucun marché réel'],
  ['preproduction', ['clinical', 'buyer'], 'Préproduction : aucun patient ni marché réel'],
  ['production', ['buyer'], null],
] as const)('says to each audience in %s (%j) what is not real there', (environment, features, told) => {
  expect(environmentWords({ environment, features: [...features] })?.replace('\u00a0', ' ') ?? null).toBe(
    told,
  );
});
