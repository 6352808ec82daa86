import { useRef } from 'react';

import { Button } from './Button.tsx';

export type FileButtonProps = {
  label: string;
  /** Of the hidden field behind the button. */
  name: string;
  /** Kinds of files, as the `accept` of an input names them. */
  accept: string;
  testId?: string;
  look?: 'primary' | 'small';
  onChosen: (file: File) => void;
};

/** Chooses one file; the same one can be chosen again. */
export function FileButton({ label, name, accept, testId, look = 'primary', onChosen }: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button
        {...(look === 'primary' ? { variant: 'primary' as const } : { size: 'small' as const })}
        onPress={() => input.current?.click()}
      >
        {label}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        accept={accept}
        aria-label={name}
        {...(testId ? { 'data-testid': testId } : {})}
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          if (file) onChosen(file);
          // The same file, corrected, can be chosen again.
          currentTarget.value = '';
        }}
      />
    </>
  );
}
