import { expect, it } from 'vitest';
import { announcedSyntax, failureText, FrameNotDrawn, FrameRefused, mayRetry } from './frame-source.ts';
import { FrameDamaged } from './pixels.ts';

it('reads the transfer syntax that a media type names', () => {
  expect(announcedSyntax('application/octet-stream; transfer-syntax=1.2.840.10008.1.2.1')).toBe(
    '1.2.840.10008.1.2.1',
  );
  expect(announcedSyntax('image/jpeg;transfer-syntax="1.2.840.10008.1.2.4.70"')).toBe(
    '1.2.840.10008.1.2.4.70',
  );
  expect(announcedSyntax('application/octet-stream')).toBeNull();
  expect(announcedSyntax(null)).toBeNull();
});

it('tries again what may pass, not what was refused', () => {
  expect(mayRetry(new TypeError('network'))).toBe(true);
  expect(mayRetry(new FrameDamaged('cut'))).toBe(true);
  expect(mayRetry(new FrameRefused('missing'))).toBe(false);
  expect(mayRetry(new FrameNotDrawn('palette'))).toBe(false);
});

it('shows the reader no technical message', () => {
  expect(failureText(new TypeError('Failed to fetch'))).toBe('le serveur n’a pas répondu');
  expect(failureText(new FrameRefused('missing'))).toBe('le serveur ne l’a plus');
});
