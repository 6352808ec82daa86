import { readConfig } from '@liaison/config';

const demo = readConfig({});
if (!demo.ok) throw new Error(demo.error.join('\n'));

export const demoPassword = demo.value.demoPassword;
