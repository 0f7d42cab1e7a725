import { useMemo } from 'react';
import type { JsonValue } from '#protocol';
import { ListField } from './list-field';
import { MembersField } from './members-field';
import type { ValueFault } from './schema-check';
import { shapeOf, type Shape } from './shape';
import { ChoiceField, FlagField, JsonField, NumberField, TextField } from './value-fields';
import { VariantsField } from './variants-field';

export interface SchemaFieldProps {
  readonly schema: JsonValue;
  /** What its references lead into. */
  readonly root: JsonValue;
  /** undefined: it is left out. */
  readonly value: JsonValue | undefined;
  readonly onChange: (value: JsonValue | undefined) => void;
  /** What it is called where its schema has no title. */
  readonly label: string;
  /** Where it is in the whole value, as a JSON pointer. */
  readonly path: string;
  readonly isRequired: boolean;
  /** It is the whole value: its name is written around it. */
  readonly isWhole?: boolean;
  /** All that is wrong with the whole value. */
  readonly faults: readonly ValueFault[];
}

export type FieldOf<Kind extends Shape['kind']> = Omit<SchemaFieldProps, 'schema'> & {
  readonly shape: Extract<Shape, { kind: Kind }>;
};

/** The field that fits a schema. What is within it is looked at only once it is there. */
export function SchemaField({ schema, ...props }: SchemaFieldProps) {
  const { root, onChange, isRequired } = props;
  const shape = useMemo(() => shapeOf(schema, root), [schema, root]);
  const change = (value: JsonValue | undefined): void =>
    onChange(value === undefined && isRequired && shape.mayBeNull ? null : value);
  const given = { ...props, onChange: change, label: shape.title ?? props.label };
  switch (shape.kind) {
    case 'text':
      return <TextField {...given} shape={shape} />;
    case 'number':
      return <NumberField {...given} shape={shape} />;
    case 'flag':
      return <FlagField {...given} shape={shape} />;
    case 'choice':
      return <ChoiceField {...given} shape={shape} />;
    case 'json':
      return <JsonField {...given} shape={shape} />;
    case 'members':
      return <MembersField {...given} shape={shape} />;
    case 'list':
      return <ListField {...given} shape={shape} />;
    case 'variants':
      return <VariantsField {...given} shape={shape} />;
  }
  return shape satisfies never;
}
