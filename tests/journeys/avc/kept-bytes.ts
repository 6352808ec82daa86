import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openRange } from '@liaison/blobs';
import { readPart10 } from '@liaison/dicom';
import { expect, it } from 'vitest';
import { signIn } from '../../platform/api-client.ts';
import { listInstances } from '../../platform/catalogue.ts';
import type { Story } from './story.ts';

export function itKeepsEveryByte(story: () => Story): void {
  it('keeps every image byte for byte as it was sent', async () => {
    const { platform, files, studyId } = story();
    const api = await signIn(platform, 'requis@demo.liaison');
    const stored = await listInstances(platform);
    expect(stored.length).toBe(files.length);
    for (const file of files) {
      const sent = readPart10(readFileSync(file));
      const uid = sent.meta.text(0x00020003);
      const row = stored.find((instance) => instance.uid === uid);
      if (!row) throw new Error(`${uid} is not in the catalogue`);
      const range = openRange(join(platform.dataDir, 'containers'), row.container);
      const kept = await range.read(row.offset, row.length);
      range.close();
      expect(kept.equals(sent.dataSetBytes), uid).toBe(true);
    }
    const manifest = await api.get<{ series: unknown[] }>(`/api/imaging/studies/${studyId}/manifest`);
    expect(manifest.body).toHaveProperty('series');
  });
}
