import type { components } from '../../api/schema';
import { JsonView } from '../../parts/json-view';
import { Empty } from '../../parts/states';
import css from './participants.module.css';

type Command = components['schemas']['DescribedCommand'];

/** What it can be told to do, and with what data. */
export function CommandList({ commands }: { readonly commands: readonly Command[] | null }) {
  if (commands === null || commands.length === 0) {
    return (
      <Empty title={commands === null ? 'It never described itself.' : 'It describes none.'}>
        <p>
          Services that use the library describe their commands by themselves. Definitions that name
          commands with a schema are checked against it.
        </p>
      </Empty>
    );
  }
  return (
    <ul className={css.commands}>
      {commands.map((command) => (
        <li key={command.command}>
          <CommandLine command={command} />
        </li>
      ))}
    </ul>
  );
}

function CommandLine({ command: described }: { readonly command: Command }) {
  const { command, hasInputSchema, hasOutputSchema, inputSchema, outputSchema } = described;
  if (!hasInputSchema && !hasOutputSchema) {
    return (
      <p>
        <code>{command}</code> <small>says nothing of its data</small>
      </p>
    );
  }
  const said = [hasInputSchema ? 'data' : null, hasOutputSchema ? 'output' : null];
  return (
    <details>
      <summary>
        <code>{command}</code> <small>{said.filter((each) => each !== null).join(', ')}</small>
      </summary>
      {hasInputSchema && <Schema of={`Data of ${command}`} schema={inputSchema} />}
      {hasOutputSchema && <Schema of={`Output of ${command}`} schema={outputSchema} />}
    </details>
  );
}

function Schema({ of, schema }: { readonly of: string; readonly schema: unknown }) {
  return (
    <div className={css.schema}>
      <h3>{of}</h3>
      {schema === null ? <p>It is too large to show.</p> : <JsonView value={schema} label={of} />}
    </div>
  );
}
