import { describe, expect, it } from 'vitest';
import { describeError, openLog, type LogFields } from './index.ts';

const written = (act: (log: ReturnType<typeof openLog>) => void): string => {
  const lines: string[] = [];
  act(openLog('debug', { role: 'test' }, (line) => lines.push(line)));
  return lines.join('');
};

describe('technical logs', () => {
  it('drop whatever is not in the list of fields', () => {
    const row = { status: 200, patient_name: 'LEFÈVRE Élodie', birthDate: '1951-03-02' } as LogFields;
    const text = written((log) => log.with(row).info('request', row));
    expect(text).toContain('"status":200');
    expect(text).not.toMatch(/LEFÈVRE|1951/);
  });

  it('tell an error by its name and places, never by its message', () => {
    const refused = Object.assign(new Error('Key (ipp)=(LEFEVRE-42) already exists'), { code: '23505' });
    const text = written((log) => log.error('failed', describeError(refused)));
    expect(text).toContain('23505');
    expect(text).toContain('log.test.ts');
    expect(text).not.toContain('LEFEVRE');
  });
});
