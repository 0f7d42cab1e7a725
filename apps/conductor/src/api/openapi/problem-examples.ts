import { ApiError, toProblem } from '../edge/api-error.js';
import { PROBLEMS, type ProblemCode } from '../edge/problems.js';

const REQUEST_ID = '0b0e9a6e-3c5e-4f0e-9d3c-6f1f2a7d5c11';
const PLACE = '#/components/examples/';

/** Each problem is shown once in the document, and referred to by every call that may answer it. */
export function referToExample(code: ProblemCode) {
  return { $ref: `${PLACE}${code}` };
}

/** Those that the document refers to. */
export function problemExamples(document: object): Readonly<Record<string, object>> {
  const text = JSON.stringify(document);
  const codes = (Object.keys(PROBLEMS) as ProblemCode[]).filter((code) => {
    return text.includes(`"${PLACE}${code}"`);
  });
  return Object.fromEntries(codes.map((code) => [code, exampleOf(code)]));
}

function exampleOf(code: ProblemCode): object {
  const [, title] = PROBLEMS[code];
  return { summary: title, value: toProblem(new ApiError(code, `${title}.`), REQUEST_ID) };
}
