import { didYouMean } from '#expressions';
import type { JsonValue } from '#protocol';
import { formOf } from './forms.js';

/* Fields as other engines call them, and what is written for them here. */

const STEPS_IN_ORDER = 'the steps run in the order of the list; for another order write';
const NO_FAILURE_PATH =
  'leave it out: a failure takes the saga back by itself, by the compensations of its steps';
const OTHER_WAY = `a failure takes the saga back by itself; to go another way write`;

interface Target {
  /** The field is known where this one is. */
  readonly known: string;
  /** What is said; `{}` stands for the form of `known`. */
  readonly advice: string;
}

const write = (known: string, advice = 'write {}'): Target => ({ known, advice });
/** What a step has no field for. */
const inStep = (advice: string): Target => write('after', advice);
const inDefinition = (advice: string): Target => write('steps', advice);

/** By all that it is called elsewhere, in lower case, without signs: the first that is known. */
const FOREIGN: readonly (readonly [string, readonly Target[]])[] = [
  ['dependson needs dependencies runafter predecessors waitsfor follows', [write('after')]],
  ['next transition goto then nextstep successors', [write('after', `${STEPS_IN_ORDER} {}`)]],
  ['startat start initial entrypoint', [inDefinition('leave it out: the first step starts')]],
  [
    'type steptype tasktype',
    [
      write('signal'),
      write('event'),
      inStep('leave it out: "command", "wait", "delay", "saga", … say what a step does'),
    ],
  ],
  [
    'resource action activity task uses call run operation service function functionref invoke ' +
      'servicename servicemethod handler execute topic tasktypename actionref participant',
    [write('command')],
  ],
  [
    'compensate compensatewith compensatedby compensator rollback undo oncompensate ' +
      'compensatestate compensateactivity compensationcommand revert onrollback',
    [write('compensation')],
  ],
  [
    'parameters arguments args with inputparameters params payload data body inputpath inputs ' +
      'inputtransform requestbody variables mapping',
    [write('input'), write('inputSchema')],
  ],
  [
    'output outputs result resultpath resultselector outputpath resultvariable assign return ' +
      'returns results outputparameters saveas outputkey',
    [write('output'), inStep('leave it out: later steps read steps.<name>.output')],
  ],
  [
    'onerror catcherror errorhandler fallback onerrors onfailure onfail error errors ' +
      'errortransition exceptionhandler catches',
    [
      write('code'),
      write('catch', `${OTHER_WAY} {}, and a step with "when": "\${steps.a.status == 'caught'}"`),
      inDefinition(NO_FAILURE_PATH),
    ],
  ],
  [
    'optional continueonerror ignoreerrors ignorefailure allowfailure continueonfail isoptional',
    [write('catch')],
  ],
  [
    'timeoutseconds timeoutms timeoutmillis timeoutinseconds timeoutminutes timeoutinminutes ' +
      'starttoclosetimeout scheduletoclosetimeout heartbeatseconds timelimit executiontimeout ' +
      'responsetimeoutseconds timeoutduration ttl expires maxduration deadline timeouts timeout ' +
      'timeoutafter workflowexecutiontimeout',
    [write('timeout'), write('deadline'), write('delay')],
  ],
  [
    'retries retrypolicy retrycount maxretries retrystrategy maxretryattempts retryoptions ' +
      'attempts maxattempts limit count times maximumattempts retrylimit retry',
    [write('maxAttempts'), write('maxIterations'), write('retry'), write('defaults')],
  ],
  ['initialinterval maxinterval backoffcoefficient jitter nonretryable', [write('retry')]],
  [
    'delay intervalseconds initialdelay backoffinterval retrydelay retrydelayseconds wait every ' +
      'initialretryinterval delayseconds interval pollinterval minbackoff',
    [write('initialInterval'), write('interval')],
  ],
  [
    'backoff backoffrate multiplier factor backoffmultiplier retrylogic backofffactor exponential',
    [
      write(
        'backoffCoefficient',
        'write "backoffCoefficient": 2 for pauses that double, 1 for pauses of one length',
      ),
    ],
  ],
  ['maxdelay maximuminterval maxbackoff maxdelayseconds maxpause', [write('maxInterval')]],
  [
    'nonretryableerrors nonretryableerrortypes nonretriable ignore errorequals dontretry aborton',
    [write('nonRetryable')],
  ],
  ['while condition loopcondition stopwhen exitcondition', [write('until')]],
  [
    'condition if onlyif unless runif guard skipif expression enabled choices cases switch ' +
      'decisioncases dataconditions conditions executeif',
    [write('when'), inDefinition('leave it out: a step has a condition, {} is one')],
  ],
  ['while dowhile repeatuntil until poll loopwhile maxiterations', [write('repeat')]],
  [
    'iterator map loop items itemspath withitems loopover foreachitem iterate as maxparallel ' +
      'collection multiinstance itemprocessor each',
    [write('items'), write('forEach')],
  ],
  [
    'concurrency maxconcurrency parallelism parallel limit batchsize maxinflight degree',
    [write('maxParallel')],
  ],
  ['in list over array inputcollection source input', [write('items')]],
  ['itemname item var variable name iterationparam element itemvariable', [write('as')]],
  [
    'branches parallel fork substeps children',
    [inStep('steps with the same "after" run side by side: write {} in each of them')],
  ],
  [
    'states tasks activities nodes flow workflow stages jobs actions do sequence transactions',
    [write('steps')],
  ],
  [
    'subworkflow subprocess subflowref workflow subworkflowparam child childworkflow subflow ' +
      'definition callactivity',
    [write('saga')],
  ],
  ['name workflowid id workflow saga ref workflowname', [write('definition')]],
  [
    'event signal message receive waitfor eventref waitforevent waitforsignal approval humantask ' +
      'pause manual signalname usertask eventname messagename callback name',
    [write('signal'), write('wait')],
  ],
  ['ontimeout', [write('wait', 'it stands within "wait", beside its "timeout"')]],
  ['onexpire timeoutaction ontimedout default', [write('onTimeout')]],
  ['sleep timer seconds duration waitseconds sleepfor waituntil waitfortime', [write('delay')]],
  ['throw raise abort cause code refuse reject', [write('message'), write('fail')]],
  ['reason description text', [write('message')]],
  ['errorcode errorname', [write('code')]],
  ['stop finish exit terminate succeed complete', [write('end')]],
  ['emit publishevent emitevent raiseevent sendevent produce notify', [write('publish')]],
  ['payload body detail message parameters input', [write('data')]],
  ['critical pointofnoreturn ispivot pivot commit', [write('kind')]],
  [
    'queue exchange url headers endpoint method http uri host routingkey',
    [inStep('leave it out: a command goes to the queue of its participant')],
  ],
  [
    'locks lock mutex concurrencykey semaphore',
    [write('locks'), inStep('leave it out: "locks" stand beside "steps", and hold for the saga')],
  ],
  [
    'version specversion schemaversion apiversion dsl revision',
    [inDefinition('leave it out: the server numbers the versions, 1, 2, 3, …')],
  ],
  ['id title workflowid label key stepname taskreferencename ref uid', [write('name')]],
  [
    'comment notes documentation summary desc description doc title metadata',
    [write('description'), inStep('leave it out: only the definition has a "description"')],
  ],
  ['schema datainputschema jsonschema inputs input', [write('inputSchema')]],
  ['on triggers startson starton when onevent', [write('trigger')]],
  ['compensation', [inDefinition('leave it out: each step has its own')]],
  ['type name topic eventtype', [write('event')]],
  ['correlationid correlation id correlationkey name value', [write('key')]],
  ['onconflict onlocked ifbusy mode', [write('onBusy')]],
];

const TARGETS: ReadonlyMap<string, readonly Target[]> = indexTargets();

/** Why there is no such field here, and what to write instead. */
export function explainField(name: string, value: JsonValue, known: readonly string[]): string {
  const isCase = known.some((each) => each.toLowerCase() === name.toLowerCase());
  const plain = name.replaceAll(/[-_. ]/g, '').toLowerCase();
  const target = isCase
    ? undefined
    : TARGETS.get(plain)?.find((each) => known.includes(each.known));
  const message = `there is no field ${JSON.stringify(name)} here`;
  if (target !== undefined) {
    const given = withUnitOf(name, value);
    const form = formOf(target.known, given) ?? JSON.stringify(target.known);
    return `${message}: ${target.advice.replace('{}', () => form)}`;
  }
  const near = didYouMean(name, known);
  return `${message}${near || `: there are ${known.join(', ')}`}`;
}

/** `"timeoutSeconds": 30` says its unit in its name. */
function withUnitOf(name: string, value: JsonValue): JsonValue {
  if (typeof value !== 'number') return value;
  if (/seconds$/i.test(name)) return `${value} s`;
  if (/minutes$/i.test(name)) return `${value} m`;
  return /(?:ms|millis|milliseconds)$/i.test(name) ? `${value} ms` : value;
}

function indexTargets(): ReadonlyMap<string, readonly Target[]> {
  const targets = new Map<string, readonly Target[]>();
  for (const [names, each] of FOREIGN) {
    for (const name of names.split(' ')) targets.set(name, [...(targets.get(name) ?? []), ...each]);
  }
  return targets;
}
