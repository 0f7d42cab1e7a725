import { useState } from 'react';
import { isObject, type JsonValue } from '#protocol';
import field from '../field.module.css';
import { FaultList, faultsAt } from './fault-list';
import { firstValueOf } from './first-value';
import { Group } from './group';
import { valueCheckOf } from './schema-check';
import { SchemaField, type FieldOf } from './schema-field';
import { shapeOf } from './shape';

/** One of several: which, and its fields. */
export function VariantsField(props: FieldOf<'variants'>) {
  const { shape, root, path, value, onChange, faults, label, isRequired } = props;
  const [chosen, choose] = useState(() => fittingVariant(shape.variants, root, value));
  const variant = shape.variants[chosen];
  const take = (index: number): void => {
    choose(index);
    const next = shape.variants[index];
    onChange(next === undefined ? undefined : firstValueOf(next, root));
  };
  return (
    <Group {...{ label, isRequired, about: shape.description }}>
      <label className={field.field}>
        Which
        <select value={chosen} onChange={({ target }) => take(Number(target.value))}>
          <option value={-1}>–</option>
          {shape.variants.map((each, index) => (
            // a variant has no other name than its place
            <option key={index} value={index}>
              {variantName(each, root, index)}
            </option>
          ))}
        </select>
      </label>
      {variant === undefined ? (
        <FaultList faults={faultsAt(faults, path, [])} />
      ) : (
        <SchemaField
          key={chosen}
          {...{ root, path, faults, schema: variant, value, onChange }}
          label={label}
          isRequired
          isWhole={isObject(value)}
        />
      )}
    </Group>
  );
}

function variantName(variant: JsonValue, root: JsonValue, index: number): string {
  const { title, description, kind } = shapeOf(variant, root);
  return title ?? description?.slice(0, 60) ?? `${index + 1}: ${KINDS[kind]}`;
}

const KINDS = {
  text: 'a text',
  number: 'a number',
  flag: 'yes or no',
  choice: 'a value',
  members: 'an object',
  list: 'a list',
  variants: 'one of several',
  json: 'JSON',
} as const;

/** -1: none does. */
function fittingVariant(
  variants: readonly JsonValue[],
  root: JsonValue,
  value: JsonValue | undefined,
): number {
  if (value === undefined) return -1;
  const $defs = isObject(root) ? (root['$defs'] ?? {}) : {};
  return variants.findIndex(
    (variant) => isObject(variant) && valueCheckOf({ $defs, ...variant })(value).length === 0,
  );
}
