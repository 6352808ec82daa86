export { arbitraryMessage, makeMessage, type MessageRecipe } from './testing-arbitrary.ts';
export { findOasisSchemas, judgeByOasis, judgeByXmllint } from './testing-xmllint.ts';
