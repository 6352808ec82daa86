import { expect, it } from 'vitest';
import { hintTopic } from './live.ts';

it('reads the topic of a hint, and nothing else', () => {
  expect(hintTopic('{"topic":"study:7"}')).toBe('study:7');
  expect(hintTopic('{"topic":7}')).toBeNull();
  expect(hintTopic('null')).toBeNull();
  expect(hintTopic('<html>')).toBeNull();
  expect(hintTopic(undefined)).toBeNull();
});
