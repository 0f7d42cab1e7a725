import { didYouMean } from '../advice/near-name.js';
import type { ASTNode } from '../parse/cel-ast.js';
import { isGuarded, sourceOf } from './guards.js';
import { describe, excerptOf, isNever, reportFailure, type TypeWalk } from './type-walk.js';
import { KIND, type Kinds, NEVER, NUMERIC, only, unionOf, type ValueType } from './value-type.js';

/** What the size of a list or a text is called elsewhere. */
const SIZES: ReadonlySet<string> = new Set(['length', 'size', 'count', 'Count', 'Length']);
const KEYS: Kinds = KIND.string | KIND.boolean | NUMERIC;

/** `holder.name`, and what is suspicious about it. NEVER: it is never there, and that is told. */
export function readProperty(
  node: ASTNode,
  holder: { readonly node: ASTNode; readonly type: ValueType },
  name: string,
  at: TypeWalk,
): ValueType {
  const { type } = holder;
  if (isNever(type)) return NEVER;
  if ((type.kinds & (KIND.object | KIND.table)) === 0) {
    const message = `${describe(holder.node, type)}, which has no property "${name}"`;
    const hasSize = (type.kinds & (KIND.list | KIND.string)) !== 0;
    const cure = hasSize && SIZES.has(name) ? `: write size(${excerptOf(holder.node)})` : '';
    reportFailure(`${message}${cure}`, at);
    return NEVER;
  }
  const property = type.property(name);
  const near = property.isListed ? '' : didYouMean(name, type.propertyNames?.() ?? []);
  if (isNever(property.type)) {
    const message = `${excerptOf(holder.node)} never has a property "${name}" by its schema${near}`;
    if (at.isCertain) at.findings.fault(message);
    else at.findings.warn('undeclared-property', message);
    return NEVER;
  }
  if (!property.isListed && type.listsProperties) {
    const message = `the schema of ${excerptOf(holder.node)} does not list "${name}"${near}`;
    at.findings.warn('undeclared-property', message);
  } else if (property.isListed && !property.isRequired && !isGuarded(sourceOf(node), at.guards)) {
    const message = `${excerptOf(node)} may be missing: ask with has() or coalesce()`;
    at.findings.warn('optional-property', message);
  }
  return property.type;
}

/** `holder[index]`: an item by its position, or a property by its name. */
export function readIndex(
  node: ASTNode & { readonly op: '[]' },
  [holder, index]: readonly [ValueType, ValueType],
  at: TypeWalk,
): ValueType {
  const [holderNode, indexNode] = node.args;
  if (isNever(holder) || isNever(index)) return NEVER;
  const hasItem = (holder.kinds & KIND.list) !== 0 && (index.kinds & NUMERIC) !== 0;
  const hasProperty = (holder.kinds & KIND.object) !== 0 && (index.kinds & KIND.string) !== 0;
  const hasKey = (holder.kinds & KIND.table) !== 0 && (index.kinds & KEYS) !== 0;
  if (!hasItem && !hasProperty && !hasKey) {
    const message = `${describe(holderNode, holder)}, and ${describe(indexNode, index)}`;
    reportFailure(`"[ ]" finds nothing: ${message}`, at);
    return NEVER;
  }
  const { args: name } = indexNode;
  if (indexNode.op === 'value' && typeof name === 'string') {
    const type = only(holder, KIND.object | KIND.table);
    return readProperty(node, { node: holderNode, type }, name, at);
  }
  // which property it is the values will tell
  const items = hasItem ? holder.items() : NEVER;
  const found = unionOf([items, hasProperty || hasKey ? holder.member() : NEVER]);
  if (isNever(found)) reportFailure(`${excerptOf(holderNode)} never has items`, at);
  return found;
}
