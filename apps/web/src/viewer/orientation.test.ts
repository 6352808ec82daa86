import { describe, expect, it } from 'vitest';
import { directionLetters, edgeLetters, lettersInWords } from './orientation.ts';

describe('orientation letters', () => {
  it('put the right of the patient at the left of an axial image, and his front at its top', () => {
    expect(edgeLetters([1, 0, 0, 0, 1, 0])).toEqual({ left: 'D', right: 'G', top: 'A', bottom: 'P' });
  });

  it('name the edges of coronal and sagittal images', () => {
    expect(edgeLetters([1, 0, 0, 0, 0, -1])).toEqual({ left: 'D', right: 'G', top: 'S', bottom: 'I' });
    expect(edgeLetters([0, 1, 0, 0, 0, -1])).toEqual({ left: 'A', right: 'P', top: 'S', bottom: 'I' });
  });

  it('follow an image acquired feet first or prone', () => {
    expect(edgeLetters([-1, 0, 0, 0, -1, 0])).toEqual({ left: 'G', right: 'D', top: 'P', bottom: 'A' });
  });

  it('name an oblique direction by its strongest axis first', () => {
    expect(edgeLetters([1, 0, 0, 0, 0.948, -0.317])?.bottom).toBe('PI');
    expect(directionLetters([0.1, 0.2, 0.97])).toBe('S');
  });

  it('are not guessed where the image does not say', () => {
    expect(edgeLetters(null)).toBeNull();
    expect(edgeLetters([0, 0, 0, 0, 0, 0])).toBeNull();
  });

  it('read in words', () => {
    expect(lettersInWords('PI')).toBe('Postérieur, Inférieur');
  });
});
