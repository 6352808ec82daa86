import type { Browser, Page } from 'playwright-core';
import type { Platform } from '../../platform/start-platform.ts';

/** What the steps of the journey stand on, as far as it has come. */
export type Story = {
  platform: Platform;
  browser: Browser;
  /** Of the test's own, for files. */
  folder: string;
  /** The images, as the scanner has them. */
  files: readonly string[];
  /** The emergency doctor's page. */
  requerant: Page;
  dossierId: string;
  studyId: string;
};
