import './KeyHint.css';

/** Keys whose engraving is not the name that the browser gives them. */
const keyNames: Readonly<Record<string, string>> = {
  ArrowDown: '↓',
  ArrowUp: '↑',
  ArrowLeft: '←',
  ArrowRight: '→',
  Enter: 'Entrée',
  Escape: 'Échap',
};

/** Keys to press, one after the other, parted by spaces: `g e`, `?`, `Échap`. */
export function KeyHint({ keys }: { keys: string }) {
  return (
    <>
      {keys.split(' ').map((key, index) => (
        <kbd className="ui-key" key={`${index}${key}`}>
          {keyNames[key] ?? key}
        </kbd>
      ))}
    </>
  );
}
