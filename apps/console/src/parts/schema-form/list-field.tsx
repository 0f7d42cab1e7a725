import { isList, type JsonValue } from '#protocol';
import button from '../button.module.css';
import { FaultList, faultsAt } from './fault-list';
import { firstValueOf } from './first-value';
import { Group } from './group';
import { SchemaField, type FieldOf } from './schema-field';
import css from './schema-form.module.css';

/** A longer list is for the JSON mode. */
const SHOWN_MAX = 50;

/** The items of a list, one below the other. */
export function ListField(props: FieldOf<'list'>) {
  const { shape, root, path, value, onChange, faults, label, isRequired } = props;
  const items = value !== undefined && isList(value) ? value : [];
  const shown = items.slice(0, SHOWN_MAX);
  const replace = (index: number, next: readonly JsonValue[]): void => {
    const left = [...items.slice(0, index), ...next, ...items.slice(index + 1)];
    onChange(left.length === 0 && !isRequired ? undefined : left);
  };
  const add = (): void => replace(items.length, [firstValueOf(shape.items, root) ?? null]);
  const places = shown.map((_, index) => `${path}/${index}`);
  return (
    <Group {...{ label, isRequired, about: shape.description }}>
      <FaultList faults={faultsAt(faults, path, places)} />
      {shown.map((item, index) => (
        // an item has no other name than its place
        <div key={index} className={css.item}>
          <SchemaField
            {...{ root, faults, schema: shape.items, value: item ?? undefined }}
            label={`${label} ${index + 1}`}
            path={`${path}/${index}`}
            isRequired
            onChange={(next) => replace(index, [next ?? null])}
          />
          <button
            type="button"
            className={button.button}
            aria-label={`Remove ${label} ${index + 1}`}
            onClick={() => replace(index, [])}
          >
            ×
          </button>
        </div>
      ))}
      {items.length > SHOWN_MAX && (
        <small>{items.length - SHOWN_MAX} more: see them as JSON.</small>
      )}
      {items.length < Math.min(shape.most, SHOWN_MAX) && (
        <div>
          <button type="button" className={button.button} onClick={add}>
            Add to {label}
          </button>
        </div>
      )}
    </Group>
  );
}
