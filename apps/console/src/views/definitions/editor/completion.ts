import type { CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { ensureSyntaxTree, syntaxTree } from '@codemirror/language';
import { isList, isObject, type JsonObject, type JsonValue } from '#protocol';
import { nameOf, pathTo, READ_MAX_MS } from './pointer-range';

const REFERENCES_MAX = 8;

/** Names and values that the JSON Schema of the document knows at this place. */
export function completionOf(schema: JsonObject) {
  return (context: CompletionContext): CompletionResult | null => {
    const { state, pos } = context;
    // a text that is not read yet is read first: a slow machine may need it
    const tree = ensureSyntaxTree(state, pos, READ_MAX_MS) ?? syntaxTree(state);
    const node = tree.resolveInner(pos, -1);
    const isText = node.name === 'PropertyName' || node.name === 'String';
    const from = isText ? node.from : pos;
    if (!isText && !context.explicit) return null;
    const to = isText ? node.to : pos;
    const holder = node.name === 'PropertyName' ? node.parent?.parent : node;
    if (node.name === 'String' || holder?.name === 'Property') {
      return { from, to, options: valuesOf(at(schema, pathTo(state, node)), schema) };
    }
    if (holder?.name !== 'Object') return null;
    const known = new Set(holder.getChildren('Property').map((each) => nameOf(state, each)));
    const options = namesOf(at(schema, pathTo(state, holder)), schema);
    return { from, to, options: options.filter(({ name }) => !known.has(name) || isText) };
  };
}

type Schemas = readonly JsonObject[];

function namesOf(schemas: Schemas, root: JsonObject) {
  return schemas.flatMap((schema) =>
    Object.entries(objectIn(schema, 'properties')).map(([name, about]) => {
      const [told] = resolved(about, root);
      const { description, type } = told ?? {};
      return {
        name,
        label: JSON.stringify(name),
        detail: typeof type === 'string' ? type : '',
        info: typeof description === 'string' ? description : '',
        apply: `${JSON.stringify(name)}: `,
      };
    }),
  );
}

function valuesOf(schemas: Schemas, root: JsonObject) {
  return schemas
    .flatMap((schema) => resolved(schema, root))
    .flatMap((schema) => [...listIn(schema, 'enum'), ...listIn(schema, 'examples')])
    .map((value) => ({ label: JSON.stringify(value) }));
}

/** Schemas of what is there: several where there are variants; none where it knows nothing. */
function at(root: JsonObject, path: readonly string[]): Schemas {
  return path.reduce<Schemas>(
    (schemas, part) =>
      schemas.flatMap((schema) => {
        const named = objectIn(schema, 'properties')[part];
        const others = [schema['items'], schema['additionalProperties']];
        return [named, ...(named === undefined ? others : [])].flatMap((each) =>
          resolved(each, root),
        );
      }),
    resolved(root, root),
  );
}

function resolved(schema: JsonValue | undefined, root: JsonObject, depth = 0): Schemas {
  if (schema === undefined || !isObject(schema) || depth > REFERENCES_MAX) return [];
  const { $ref } = schema;
  const name = typeof $ref === 'string' ? $ref.replace('#/$defs/', '') : null;
  const target = name === null ? undefined : objectIn(root, '$defs')[name];
  const variants = [...listIn(schema, 'anyOf'), ...listIn(schema, 'oneOf')];
  return [schema, ...[target, ...variants].flatMap((each) => resolved(each, root, depth + 1))];
}

function objectIn(schema: JsonObject, keyword: string): JsonObject {
  const value = schema[keyword] ?? null;
  return isObject(value) ? value : {};
}

function listIn(schema: JsonObject, keyword: string): readonly JsonValue[] {
  const value = schema[keyword] ?? null;
  return isList(value) ? value : [];
}
