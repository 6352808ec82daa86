import { describe, expect, it } from 'vitest';
import { keyAct } from './keyboard.ts';
import { CT_PRESETS } from './presets.ts';

const press = (key: string, code: string, over: { shiftKey?: boolean; ctrlKey?: boolean } = {}) =>
  keyAct({ key, code, shiftKey: false, ctrlKey: false, altKey: false, metaKey: false, ...over });

describe('keys', () => {
  it('give the presets by their place, as a French keyboard needs Shift for digits', () => {
    expect(press('&', 'Digit1')).toEqual({ act: 'preset', key: '1' });
    expect(press('1', 'Digit1', { shiftKey: true })).toEqual({ act: 'preset', key: '1' });
    expect(press('7', 'Numpad7')).toEqual({ act: 'preset', key: '7' });
    expect(press('à', 'Digit0')).toEqual({ act: 'origin' });
    expect(CT_PRESETS.map((preset) => preset.key)).toEqual(['1', '2', '3', '4', '5', '6', '7']);
  });

  it('scroll, and pan with Shift', () => {
    expect(press('ArrowDown', 'ArrowDown')).toEqual({ act: 'scroll', slices: 1 });
    expect(press('ArrowDown', 'ArrowDown', { shiftKey: true })).toEqual({ act: 'pan', x: 0, y: 40 });
    expect(press('I', 'KeyI', { shiftKey: true })).toEqual({ act: 'invert' });
  });

  it('are left to the browser with Control', () => {
    expect(press('r', 'KeyR', { ctrlKey: true })).toBeNull();
    expect(press('Tab', 'Tab')).toBeNull();
  });
});
