/** What the server offers to the demo page, and only in a demonstration. */
export { emptyMailbox, listTransfers, readDemo, readMailbox, startTransfer } from '@liaison/region/contract';
