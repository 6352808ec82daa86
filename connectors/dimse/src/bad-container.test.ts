import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { statuses } from '@liaison/dicom';

import { makeInstance, openTestAssociation, openTestReceiver } from './testing.ts';

it('starts and receives beside a container that the disk refuses to read', async () => {
  const root = mkdtempSync(join(tmpdir(), 'reception-'));
  // A folder where a file is expected stands for it.
  mkdirSync(join(root, 'open', 'test.0.019a0000-0000-7000-8000-000000000001.lsc'), { recursive: true });
  const test = await openTestReceiver({ root });
  const association = await openTestAssociation(test.receiver.port);
  const image = makeInstance({ studyUid: '1.2.3', pixelBytes: 100 });
  expect(await association.cStore(image)).toMatchObject({ status: statuses.success });
  await association.release();
  await test.close();
  rmSync(root, { recursive: true, force: true });
});
