import openapiTypes, { astToString } from 'openapi-typescript';
import { format, resolveConfig } from 'prettier';

/** Where they are kept, from the root. */
export const CLIENT_SOURCES = {
  schema: 'libs/client/src/api/schema.d.ts',
  classes: 'libs/client/src/errors/problem-classes.ts',
  table: 'libs/client/src/errors/problem-table.ts',
};
/** A field with a default may be left out. */
const TYPES = { defaultNonNullable: false };
const NOTE = '// Made from schemas/openapi.json by npm run schema.\n';

/** The parts of the client that follow from the OpenAPI document, as they stand in the repository. */
export async function clientSources(document) {
  const codes = document.components.schemas.Problem.properties.code.enum;
  const problems = codes.map((code) => ({ code, ...exampleOf(document, code) }));
  return {
    [CLIENT_SOURCES.schema]: `${NOTE}\n${astToString(await openapiTypes(document, TYPES))}`,
    [CLIENT_SOURCES.classes]: await pretty(CLIENT_SOURCES.classes, classesText(problems)),
    [CLIENT_SOURCES.table]: await pretty(CLIENT_SOURCES.table, tableText(problems)),
  };
}

/** `PREVIEW_OUTDATED`: `PreviewOutdatedError` */
function classOf(code) {
  const words = code.toLowerCase().split('_');
  return `${words.map((word) => word[0].toUpperCase() + word.slice(1)).join('')}Error`;
}

function exampleOf(document, code) {
  const { status, title } = document.components.examples[code]?.value ?? {};
  return { status, title };
}

function classesText(problems) {
  const classes = problems.map(({ code, status, title }) => {
    const about = title === undefined ? '' : `/** ${status}: ${title}. */\n`;
    return `${about}export class ${classOf(code)} extends Coded<'${code}'> {}`;
  });
  return `${NOTE}import { ConductorError as Coded } from './conductor-error.js';\n\n${classes.join('\n')}\n`;
}

function tableText(problems) {
  const rows = problems.map(({ code }) => `  ${code}: problems.${classOf(code)},`);
  return `${NOTE}import type { ProblemCode } from './conductor-error.js';
import * as problems from './problem-classes.js';

/** The class of the error with each code. */
export const PROBLEM_CLASSES = {
${rows.join('\n')}
} as const satisfies Record<ProblemCode, unknown>;
`;
}

async function pretty(file, text) {
  const options = { ...(await resolveConfig(file)), filepath: file };
  return format(text, options);
}
