import { spawn, type ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Config } from '@liaison/config';
import { DomainError, newId } from '@liaison/kernel';
import { demoRegion } from '@liaison/region';
import type { Transfer } from '@liaison/region/contract';
import { z } from 'zod';

const scannerProgram = resolve(import.meta.dirname, '../../../../simulators/modality/src/cli.ts');

/** A line that the simulated scanner prints with `--json`. */
const progress = z.object({
  patientName: z.string().optional(),
  sent: z.number().optional(),
  refused: z.number().optional(),
  total: z.number().optional(),
});

/** Scans that the simulated scanners are sending, each in a process of its own: drawing images takes a whole core. */
export class Transfers {
  #config: Config;
  #transfers = new Map<string, { shown: Transfer; child: ChildProcess }>();

  constructor(config: Config) {
    this.#config = config;
  }

  start(asked: {
    callingAeTitle: string;
    scenario: Transfer['scenario'];
    imagesPerSecond: number;
  }): Transfer {
    const structure = demoRegion.structures.find(({ aeTitle }) => aeTitle === asked.callingAeTitle);
    if (!structure) throw new DomainError('invalid', 'demo/unknown-scanner');
    const to = `${this.#config.aeTitle}@${this.#config.dicomListen}:${this.#config.dicomPort}`;
    const args = [
      '--to',
      to,
      '--from',
      asked.callingAeTitle,
      '--scenario',
      asked.scenario,
      '--rate',
      String(asked.imagesPerSecond),
      '--json',
    ];
    const child = spawn(process.execPath, [scannerProgram, ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const shown: Transfer = {
      id: newId(),
      callingAeTitle: asked.callingAeTitle,
      structureName: structure.name,
      scenario: asked.scenario,
      patientName: '',
      startedAt: new Date().toISOString(),
      sent: 0,
      refused: 0,
      total: null,
      state: 'sending',
      because: null,
    };
    this.#transfers.set(shown.id, { shown, child });
    createInterface({ input: child.stdout }).on('line', (line) => follow(shown, line));
    child.on('exit', (code) => {
      shown.state = code === 0 ? 'done' : 'failed';
      if (code !== 0)
        shown.because = 'Le scanner simulé n’a pas pu tout envoyer : la réception est-elle en marche ?';
    });
    return shown;
  }

  list(): Transfer[] {
    return [...this.#transfers.values()].map(({ shown }) => shown).toReversed();
  }

  stop(): void {
    for (const { child } of this.#transfers.values()) child.kill('SIGTERM');
  }
}

function follow(shown: Transfer, line: string): void {
  const parsed = progress.safeParse(JSON.parse(line));
  if (!parsed.success) return;
  const { patientName, sent, refused, total } = parsed.data;
  if (patientName) shown.patientName = patientName;
  if (sent !== undefined) shown.sent = sent;
  if (refused !== undefined) shown.refused = refused;
  if (total !== undefined) shown.total = total;
}
