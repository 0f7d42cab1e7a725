import { isObject, type JsonObject, type JsonValue } from '#protocol';
import button from '../button.module.css';
import { FaultList, faultsAt } from './fault-list';
import { firstValueOf } from './first-value';
import { Group } from './group';
import { escaped } from './schema-check';
import { SchemaField, type FieldOf } from './schema-field';

/** The members of an object, a field each. One that is not there is added first. */
export function MembersField(props: FieldOf<'members'>) {
  const { shape, root, path, value, onChange, faults, label, isRequired, isWhole = false } = props;
  if (!isObject(value) && !isWhole) {
    const add = (): void => onChange(firstValueOf(shape.schema, root) ?? {});
    return (
      <Group {...{ label, isRequired, about: shape.description }}>
        <FaultList faults={faultsAt(faults, path, [])} />
        <div>
          <button type="button" className={button.button} onClick={add}>
            Add {label}
          </button>
        </div>
      </Group>
    );
  }
  const given: JsonObject = isObject(value) ? value : {};
  const pathOf = (name: string): string => `${path}/${escaped(name)}`;
  const shown = shape.members.map(({ name }) => pathOf(name));
  const fields = (
    <>
      <FaultList faults={faultsAt(faults, path, shown)} />
      {shape.members.map((member) => (
        <SchemaField
          key={member.name}
          {...{ faults, root, schema: member.schema, isRequired: member.isRequired }}
          label={member.name}
          path={pathOf(member.name)}
          value={Object.hasOwn(given, member.name) ? given[member.name] : undefined}
          onChange={(next) => onChange(withMember(given, member.name, next))}
        />
      ))}
    </>
  );
  if (isWhole) return fields;
  const leave = isRequired ? undefined : () => onChange(undefined);
  return <Group {...{ label, isRequired, about: shape.description, leave }}>{fields}</Group>;
}

/** The order of the members stays. undefined: it is left out. */
function withMember(object: JsonObject, name: string, value: JsonValue | undefined): JsonObject {
  const others = Object.entries(object).filter(([each]) => each !== name);
  if (value === undefined) return Object.fromEntries(others);
  if (!Object.hasOwn(object, name)) return Object.fromEntries([...others, [name, value]]);
  return Object.fromEntries(
    Object.entries(object).map(([each, old]) => [each, each === name ? value : old]),
  );
}
