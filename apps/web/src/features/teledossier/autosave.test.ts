import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createAutosave } from './autosave.ts';
import type { SaveOutcome } from './autosave.ts';

const timing = { quietMs: 800, maxWaitMs: 2500, retryMs: [1000, 4000] };

/** A server whose replies the test gives one by one. */
function server() {
  const received: string[] = [];
  const pending: ((outcome: SaveOutcome) => void)[] = [];
  const save = (value: string) => {
    received.push(value);
    return new Promise<SaveOutcome>((resolve) => pending.push(resolve));
  };
  const reply = async (outcome: SaveOutcome) => {
    pending.shift()?.(outcome);
    await vi.advanceTimersByTimeAsync(0);
  };
  return { received, save, reply, autosave: createAutosave(save, timing) };
}

const saved = (at: string): SaveOutcome => ({ kind: 'saved', at });

describe('autosave', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('saves the latest value once typing pauses', async () => {
    const { autosave, received, reply } = server();
    autosave.change('a');
    await vi.advanceTimersByTimeAsync(500);
    autosave.change('ab');
    await vi.advanceTimersByTimeAsync(799);
    expect(received).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(received).toEqual(['ab']);
    expect(autosave.state()).toEqual({ kind: 'saving' });
    await reply(saved('14:02'));
    expect(autosave.state()).toEqual({ kind: 'saved', at: '14:02' });
  });

  it('saves within the longest wait although typing never pauses', async () => {
    const { autosave, received } = server();
    for (let step = 0; step < 6; step += 1) {
      autosave.change(`step ${step}`);
      await vi.advanceTimersByTimeAsync(500);
    }
    expect(received).toEqual(['step 4']);
  });

  it('keeps one request in flight and saves afterwards what was typed meanwhile', async () => {
    const { autosave, received, reply } = server();
    autosave.change('a');
    await vi.advanceTimersByTimeAsync(800);
    autosave.change('ab');
    await vi.advanceTimersByTimeAsync(5000);
    expect(received).toEqual(['a']);
    await reply(saved('14:02'));
    expect(autosave.state()).toEqual({ kind: 'unsaved' });
    await vi.advanceTimersByTimeAsync(800);
    expect(received).toEqual(['a', 'ab']);
  });

  it('retries a failure with the newest value, later and later, and says since when', async () => {
    const { autosave, received, reply } = server();
    autosave.change('a');
    await vi.advanceTimersByTimeAsync(800);
    await reply({ kind: 'failed' });
    const since = autosave.state();
    expect(since.kind).toBe('retrying');
    autosave.change('ab');
    await vi.advanceTimersByTimeAsync(1000);
    expect(received).toEqual(['a', 'ab']);
    await reply({ kind: 'failed' });
    await vi.advanceTimersByTimeAsync(3999);
    expect(received).toHaveLength(2);
    expect(autosave.state()).toEqual(since);
    await vi.advanceTimersByTimeAsync(1);
    await reply(saved('14:03'));
    expect(autosave.state()).toEqual({ kind: 'saved', at: '14:03' });
  });

  it('counts a rejected request as a failure', async () => {
    const autosave = createAutosave(() => Promise.reject(new Error('offline')), timing);
    autosave.change('a');
    await vi.advanceTimersByTimeAsync(800);
    expect(autosave.state().kind).toBe('retrying');
    autosave.stop();
  });

  it('stops at a conflict until it is resumed', async () => {
    const { autosave, received, reply } = server();
    autosave.change('a');
    await vi.advanceTimersByTimeAsync(800);
    await reply({ kind: 'conflict' });
    autosave.change('ab');
    await vi.advanceTimersByTimeAsync(10_000);
    await autosave.flush();
    expect(received).toEqual(['a']);
    expect(autosave.state()).toEqual({ kind: 'conflict' });
    void autosave.resume();
    expect(received).toEqual(['a', 'ab']);
  });

  it('forgets what waited when another version is loaded, even the reply still to come', async () => {
    const { autosave, received, reply } = server();
    autosave.change('a');
    await vi.advanceTimersByTimeAsync(800);
    autosave.change('ab');
    autosave.reset('13:00');
    await reply({ kind: 'conflict' });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(received).toEqual(['a']);
    expect(autosave.state()).toEqual({ kind: 'saved', at: '13:00' });
  });

  it('flushes at once, together with what is typed during the request', async () => {
    const { autosave, received, reply } = server();
    autosave.change('a');
    const flushed = autosave.flush();
    expect(received).toEqual(['a']);
    autosave.change('ab');
    await reply(saved('14:02'));
    expect(received).toEqual(['a', 'ab']);
    await reply(saved('14:03'));
    expect(await flushed).toEqual({ kind: 'saved', at: '14:03' });
  });

  it('gives each of two flushes what was saved in the end, though both waited for the same request', async () => {
    const { autosave, received, reply } = server();
    autosave.change('a');
    await vi.advanceTimersByTimeAsync(800);
    autosave.change('ab');
    const left = autosave.flush();
    const pressed = autosave.flush();
    await reply(saved('14:02'));
    await reply(saved('14:03'));
    expect(received).toEqual(['a', 'ab']);
    expect(await Promise.all([left, pressed])).toEqual([saved('14:03'), saved('14:03')]);
  });

  it('keeps a refused value and says why, until it changes', async () => {
    const { autosave, received, reply } = server();
    autosave.change('bad');
    await vi.advanceTimersByTimeAsync(800);
    await reply({ kind: 'refused', message: 'Valeur refusée.' });
    await vi.advanceTimersByTimeAsync(20_000);
    expect(received).toEqual(['bad']);
    autosave.change('good');
    await vi.advanceTimersByTimeAsync(800);
    expect(received).toEqual(['bad', 'good']);
  });
});
