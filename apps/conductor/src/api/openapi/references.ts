/**
 * The document, in which a reference with a description beside it is just that, as OpenAPI 3.1 has
 * it. The decorators can only write it for 3.0: as an `allOf` of one schema.
 */
export function withPlainReferences<Document>(document: Document): Document {
  return plain(document) as Document;
}

function plain(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(plain);
  if (typeof node !== 'object' || node === null) return node;
  const { allOf, ...rest } = node as { readonly allOf?: readonly object[] };
  const [only, ...others] = Array.isArray(allOf) ? (allOf as readonly object[]) : [];
  const isReference = only !== undefined && others.length === 0 && '$ref' in only;
  const entries = Object.entries(isReference ? { ...rest, ...only } : node);
  return Object.fromEntries(entries.map(([name, value]) => [name, plain(value)]));
}
