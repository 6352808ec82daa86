import { type RefObject, useEffect, useRef } from 'react';

/** For a page that has nothing but one form: typing can start at once. */
export function useFirstFieldFocus(): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector('input')?.focus(), []);
  return form;
}
