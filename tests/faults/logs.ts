import { expect } from 'vitest';
import type { Platform } from '../platform/start-platform.ts';
import { patientTexts } from './images.ts';

/** Neither the traits of the test's patient nor `more` are anywhere in what the processes wrote, at any level. */
export function expectNoPatientData(platform: Platform, more: readonly string[] = []): void {
  const logs = platform.logs();
  expect(logs).toMatch(/"level":(20|30)/);
  for (const text of [...patientTexts, ...more]) {
    expect(logs.toLowerCase().includes(text.toLowerCase()), `the logs hold “${text}”`).toBe(false);
  }
}
