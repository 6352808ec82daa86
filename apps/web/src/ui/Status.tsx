import type { LucideIcon } from 'lucide-react';

import { formatNumber } from './french.ts';
import './Status.css';

export type Tone = 'neutral' | 'accent' | 'info' | 'success' | 'warning' | 'urgent';

export type StatusProps = {
  tone: Tone;
  icon: LucideIcon;
  /** The word; colour and icon only repeat it. */
  children: string;
  /** `badge` has a ground of its own, for one that must be seen from afar. */
  look?: 'plain' | 'badge';
};

/** A state: icon, word and colour, always the three. */
export function Status({ tone, icon: Icon, children, look = 'plain' }: StatusProps) {
  return (
    <span className="ui-status" data-tone={tone} data-look={look}>
      <Icon aria-hidden />
      {children}
    </span>
  );
}

/** A small number beside a title or an icon; nothing for zero. `noun` is read aloud: « notifications non lues ». */
export function Count({ value, noun, tone = 'neutral' }: { value: number; noun: string; tone?: Tone }) {
  if (value === 0) return null;
  return (
    <span className="ui-count" data-tone={tone}>
      <span aria-hidden>{value > 99 ? '99+' : formatNumber(value)}</span>
      <span className="visually-hidden">
        {value} {noun}
      </span>
    </span>
  );
}
