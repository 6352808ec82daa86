import './KeyHint.css';

/** Keys to press, one after the other, parted by spaces: `g e`, `?`, `Échap`. */
export function KeyHint({ keys }: { keys: string }) {
  return (
    <>
      {keys.split(' ').map((key, index) => (
        <kbd className="ui-key" key={`${index}${key}`}>
          {key}
        </kbd>
      ))}
    </>
  );
}
