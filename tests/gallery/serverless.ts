import { each, no, SILENCE } from './run-way.js';
import type { Rows } from './rows.js';

export const SERVERLESS: Rows = {
  'sw-applicant': {
    input: { applicant: { fname: 'Ann', lname: 'Lee', age: 22, email: 'a@b.c' } },
    sends: ['saga.sw-start-application'],
    never: ['mail.rejection'],
    output: { isStarted: true },
    ways: [
      {
        called: 'who is too young is told no',
        input: { applicant: { fname: 'Bo', lname: 'Lee', age: 17, email: 'b@b.c' } },
        sends: ['mail.rejection'],
        never: ['saga.sw-start-application'],
        output: { isStarted: false },
      },
    ],
  },

  'sw-provision': {
    input: { order: { id: 'o-1' } },
    sends: ['saga.sw-apply-order'],
    output: { isApplied: true },
    ways: [
      {
        called: 'an order without items goes elsewhere',
        given: { provision: no('MISSING_ORDER_ITEM') },
        sends: ['saga.sw-handle-missing-item'],
        never: ['saga.sw-apply-order', 'saga.sw-handle-missing-id'],
        output: { isApplied: false },
      },
      {
        called: 'any other error takes it back',
        given: { provision: no('CLOSED') },
        ends: 'compensated',
        error: 'CLOSED',
        never: ['saga.sw-handle-missing-item', 'saga.sw-apply-order'],
      },
    ],
  },

  'sw-job': {
    input: { job: { name: 'j' } },
    given: {
      submit: { jobuid: 'u-1' },
      status: each({ jobStatus: 'RUNNING' }, { jobStatus: 'SUCCEEDED' }),
    },
    sends: ['jobs.status', 'jobs.status', 'jobs.report-succeeded'],
    output: { status: 'SUCCEEDED' },
    ways: [
      {
        called: 'a job that failed is reported',
        given: { status: { jobStatus: 'FAILED' } },
        sends: ['jobs.report-failure'],
        never: ['jobs.report-succeeded'],
        output: { status: 'FAILED' },
      },
      {
        called: 'a submission that failed goes elsewhere',
        given: { submit: no('FULL') },
        sends: ['saga.sw-handle-submit-error'],
        never: ['jobs.status'],
        output: { status: 'NOT_SUBMITTED' },
      },
      {
        called: 'a submission without an answer is undone first',
        given: { submit: SILENCE },
        sends: ['jobs.cancel', 'saga.sw-handle-submit-error'],
        never: ['jobs.status'],
        output: { status: 'NOT_SUBMITTED' },
      },
    ],
  },

  'sw-patient': {
    event: { patientId: 'p-1', name: 'Ann', condition: 'cough' },
    given: { doctor: { doctor: 'd-1' } },
    output: { doctor: 'd-1' },
    ways: [
      {
        called: 'no appointment, no patient',
        given: { appointment: no('FULL') },
        ends: 'compensated',
        error: 'FULL',
        sends: ['doctors.unassign', 'patients.remove'],
      },
    ],
  },
};
